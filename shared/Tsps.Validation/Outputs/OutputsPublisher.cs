using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Storage;

namespace Tsps.Validation.Outputs;

/// <summary>
/// Publishes what dashboards of the reference read: after each round the latest forecasts, after each scoring its record and the performance. All
/// of it follows from the rounds' documents; delete the container and it is made anew.
/// </summary>
public sealed partial class OutputsPublisher(
    RoundStore rounds,
    RoundDocumentStore documents,
    OutputStore outputs,
    IHotkeySigner self,
    StreamRuns runs,
    ValidatorSettings settings,
    TimeProvider time,
    ILogger<OutputsPublisher> logger)
{
    private const int Attempts = 3;

    /// <summary>As many rounds are added in one run, so that it ends in time also when it begins with nothing; the next run goes on.</summary>
    private const int MostRounds = 500;

    /// <summary>The histories as this instance wrote them last, by stream: it is mostly the only one that does.</summary>
    private readonly ConcurrentDictionary<string, OutputHistory> _held = [];

    /// <summary>Publishes what is new of every stream.</summary>
    public ValueTask PublishAsync(CancellationToken cancellationToken) => runs.EachAsync(StreamWork.Publish, settings.Streams, PublishAsync, cancellationToken);

    /// <summary>Publishes what is new of a stream. A run with nothing new costs one or two storage operations, any other at most six and two for each newly scored round.</summary>
    public async ValueTask PublishAsync(StreamPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var stream = plan.Stream;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var history = _held.TryRemove(stream.Id, out var held) ? held : await outputs.ReadHistoryAsync(stream.Id, cancellationToken).ConfigureAwait(false);
            var recent = await ListAsync(plan, history, cancellationToken).ConfigureAwait(false);
            Round[] scored = [.. recent.Where(round => round.State == RoundState.Scored && IsAfter(round, history.LastScored)).Take(MostRounds)];
            var answered = recent.LastOrDefault(round => round.ReceivedCount > 0)?.Slot.Key ?? history.LastAnswered;
            if (attempt == 0 && scored.Length == 0 && answered == history.LastAnswered)
            {
                _held[stream.Id] = history;
                return;
            }

            var performance = await AddAsync(stream, SubnetPerformance.From(history), scored, cancellationToken).ConfigureAwait(false);
            var latest = await FindLatestAsync(stream, answered, cancellationToken).ConfigureAwait(false);
            if (latest.Count > 0 && (attempt > 0 || answered != history.LastAnswered))
            {
                await outputs.WriteAsync(stream.Id, OutputStore.LatestPredictions, LatestPredictions.Write(stream.WireId, latest), cancellationToken).ConfigureAwait(false);
            }

            await outputs.WriteAsync(stream.Id, OutputStore.Performance, PerformanceJson.Write(performance, latest, time.GetUtcNow()), cancellationToken).ConfigureAwait(false);

            // Last, so that an interrupted run is made again. Where another instance was first, its newer documents may have been replaced just now.
            if (await outputs.TryWriteHistoryAsync(ToHistory(history, performance, scored, answered), cancellationToken).ConfigureAwait(false) is { } written)
            {
                _held[stream.Id] = written;
                LogPublished(stream.Id, scored.Length);
                return;
            }
        }
    }

    /// <summary>Rounds are scored in slot order, so nothing before the newest that is in the history will be new.</summary>
    private ValueTask<IReadOnlyList<Round>> ListAsync(StreamPlan plan, OutputHistory history, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var from = history.LastScored is { } key ? RoundSlot.Parse(key) : plan.SlotAt(now - settings.Retention);
        return rounds.ListAsync(plan.Id, from, plan.SlotAt(now), cancellationToken);
    }

    private async ValueTask<SubnetPerformance> AddAsync(StreamDefinition stream, SubnetPerformance performance, Round[] scored, CancellationToken cancellationToken)
    {
        foreach (var round in scored)
        {
            if (await documents.FindScoresAsync(stream.Id, round.Slot, cancellationToken).ConfigureAwait(false) is not { } scores)
            {
                LogGone(round.Slot);
                continue;
            }

            var record = CmwRecord.From(scores, stream, self.Hotkey, scores.ScoredAtMs ?? round.ChangedAt.ToUnixTimeMilliseconds());
            await outputs.TryAddBackupAsync(stream.Id, scores.RequestUuid, CmwJson.Write(record), cancellationToken).ConfigureAwait(false);
            performance.Add(record);
        }

        return performance;
    }

    private async ValueTask<IReadOnlyList<PredictionRecord>> FindLatestAsync(StreamDefinition stream, string? answered, CancellationToken cancellationToken) =>
        answered is not null && await documents.FindAnswersAsync(stream.Id, RoundSlot.Parse(answered), cancellationToken).ConfigureAwait(false) is { } answers
            ? LatestPredictions.Choose(PredictionRecord.From(answers, stream, self.Hotkey))
            : [];

    private OutputHistory ToHistory(OutputHistory before, SubnetPerformance performance, Round[] scored, string? answered)
    {
        var now = time.GetUtcNow();
        return performance.ToHistory(before.StreamId, now, now - settings.Retention) with
        {
            LastScored = scored.LastOrDefault()?.Slot.Key ?? before.LastScored,
            LastAnswered = answered,
            Version = before.Version,
        };
    }

    private static bool IsAfter(Round round, string? key) => key is null || round.Slot > RoundSlot.Parse(key);

    [LoggerMessage(Level = LogLevel.Information, Message = "Outputs of {Stream} published, {Rounds} rounds scored since")]
    private partial void LogPublished(string stream, int rounds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The scores of round {Slot} are gone from Blob storage: the published performance lacks them")]
    private partial void LogGone(RoundSlot slot);
}
