using System.Collections.Concurrent;
using Tsps.Domain;
using Tsps.Neurons;
using Tsps.Scoring;
using Tsps.Storage;

namespace Tsps.Validation.Dashboard;

/// <summary>Reads what the dashboard and the health page show.</summary>
public sealed class DashboardReader(
    RoundStore rounds,
    RoundDocumentStore documents,
    ScoreHeadStore heads,
    SubmittedWeightsStore submissions,
    MetagraphReader metagraphs,
    ICandleSource candles,
    IHotkeySigner self,
    SubtensorSettings network,
    ValidatorSettings settings,
    TimeProvider time)
{
    private const int PointLimit = 24;

    private static readonly TimeSpan Shown = TimeSpan.FromDays(2);

    /// <summary>How long after its start an instance may have planned nothing yet.</summary>
    private static readonly TimeSpan StartUp = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Counted = TimeSpan.FromDays(7);

    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    /// <summary>Scores never change once written, so what was read is kept.</summary>
    private readonly ConcurrentDictionary<RoundSlot, RoundScores> _scores = new();

    public async ValueTask<DashboardData> ReadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var kept = await ListAsync(now, Counted, cancellationToken).ConfigureAwait(false);
        var submission = await submissions.ReadAsync(network.Netuid, cancellationToken).ConfigureAwait(false);
        var scored = await ReadScoresAsync(kept, cancellationToken).ConfigureAwait(false);
        var newest = scored.Count > 0 ? scored[^1] : null;
        return new DashboardData
        {
            StreamId = settings.MainStream.Id,
            Validator = self.Hotkey.Address,
            Netuid = network.Netuid,
            Now = now,
            CandleSource = candles.Name,
            WeightsSetAt = submission.SetAt,
            WeightsFailure = submission.Failure,
            Totals = Count(kept),
            Miners = newest is null ? [] : await ListMinersAsync(newest, cancellationToken).ConfigureAwait(false),
            Rounds = [.. kept.Where(round => round.Slot.Start > now - Shown).Reverse().Select(ToShown)],
            Scores = [.. scored.Select(ToPoint)],
        };
    }

    public async ValueTask<HealthReport> CheckAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var recent = await ListAsync(now, Shown, cancellationToken).ConfigureAwait(false);
        var head = await heads.ReadAsync(settings.MainStream.Id, cancellationToken).ConfigureAwait(false);
        var submission = await submissions.ReadAsync(network.Netuid, cancellationToken).ConfigureAwait(false);
        var lastAsked = recent.LastOrDefault(round => round.State is RoundState.Asked or RoundState.Scored);
        string?[] problems =
        [
            recent.Count == 0 && now - _startedAt > StartUp ? "no round is planned: the Request function has not run" : null,
            lastAsked is null && recent.Any(round => now - round.DueAt > settings.MainStream.LateLimit) ? "no round of the last two days was asked" : null,
            recent.LastOrDefault(round => round.State is RoundState.Missed or RoundState.Void) is { } lost && lost.Slot > lastAsked?.Slot
                ? $"round {lost.Slot} is {lost.State}: {lost.Reason}"
                : null,
            submission.Failure is { } failure ? $"weights are not set: {failure}" : null,
        ];
        string[] found = [.. problems.OfType<string>()];
        return new HealthReport(found.Length == 0, now, lastAsked?.Slot.Key, head.LastScored?.Key, submission.SetAt, found);
    }

    private ValueTask<IReadOnlyList<Round>> ListAsync(DateTimeOffset now, TimeSpan back, CancellationToken cancellationToken) =>
        rounds.ListAsync(settings.MainStream.Id, settings.MainStream.SlotAt(now - back), settings.MainStream.SlotAt(now), cancellationToken);

    private async ValueTask<List<RoundScores>> ReadScoresAsync(IReadOnlyList<Round> kept, CancellationToken cancellationToken)
    {
        var found = new List<RoundScores>();
        foreach (var round in kept.Where(round => round.State == RoundState.Scored).TakeLast(PointLimit))
        {
            if (!_scores.TryGetValue(round.Slot, out var scores))
            {
                scores = await documents.FindScoresAsync(round.StreamId, round.Slot, cancellationToken).ConfigureAwait(false);
            }

            if (scores is not null)
            {
                found.Add(_scores.GetOrAdd(round.Slot, scores));
            }
        }

        return found;
    }

    private async ValueTask<IReadOnlyList<DashboardMiner>> ListMinersAsync(RoundScores newest, CancellationToken cancellationToken)
    {
        var metagraph = await metagraphs.GetAsync(cancellationToken).ConfigureAwait(false);
        var state = RoundScoresDocument.ReadState(newest);
        var weights = WeightComputation.Compute(settings.MainStream.Profile, state).Weights.ToDictionary(entry => entry.Hotkey, entry => entry.Weight);
        var errors = newest.Miners.ToDictionary(miner => new Hotkey(miner.Hotkey), miner => miner.Rmse);
        return
        [
            .. state
                .Select(entry => new DashboardMiner(
                    entry.Key.Address,
                    metagraph.Find(entry.Key)?.Uid,
                    entry.Value,
                    weights.GetValueOrDefault(entry.Key),
                    errors.TryGetValue(entry.Key, out var rmse) ? rmse : null))
                .OrderByDescending(miner => miner.Weight)
                .ThenByDescending(miner => miner.Score),
        ];
    }

    private static DashboardTotals Count(IReadOnlyList<Round> kept) => new(
        kept.Count(round => round.State is RoundState.Asked or RoundState.Scored or RoundState.Void && round.AskedCount > 0),
        kept.Sum(round => round.ReceivedCount),
        kept.Count(round => round.State == RoundState.Scored),
        kept.Count(round => round.State == RoundState.Missed),
        kept.Count(round => round.State == RoundState.Void));

    private static DashboardRound ToShown(Round round) =>
        new(round.Slot.Key, round.State.ToString(), round.DueAt, round.AskedCount, round.ReceivedCount, round.Reason);

    private static DashboardPoint ToPoint(RoundScores scores) =>
        new(scores.Slot, scores.State.ToDictionary(entry => entry.Hotkey, entry => entry.Score));
}
