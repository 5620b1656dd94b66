using System.Collections.Concurrent;
using Tsps.Domain;
using Tsps.Neurons;
using Tsps.Scoring;
using Tsps.Storage;

namespace Tsps.Validation.Dashboard;

/// <summary>Reads what the dashboard shows.</summary>
public sealed class DashboardReader(
    RoundStore rounds,
    RoundDocumentStore documents,
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

    private static readonly TimeSpan Counted = TimeSpan.FromDays(7);

    /// <summary>By stream what was shown last: scores never change once written.</summary>
    private readonly ConcurrentDictionary<string, IReadOnlyList<RoundScores>> _shown = new();

    public async ValueTask<DashboardData> ReadAsync(StreamPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var now = time.GetUtcNow();
        var kept = await rounds.ListAsync(plan.Id, plan.SlotAt(now - Counted), plan.SlotAt(now), cancellationToken).ConfigureAwait(false);
        var submission = await submissions.ReadAsync(network.Netuid, cancellationToken).ConfigureAwait(false);
        var scored = await ReadScoresAsync(plan, kept, cancellationToken).ConfigureAwait(false);
        var newest = scored.Count > 0 ? scored[^1] : null;
        return new DashboardData
        {
            StreamId = plan.Id,
            Streams = [.. settings.Streams.Select(stream => stream.Id)],
            Validator = self.Hotkey.Address,
            Netuid = network.Netuid,
            Now = now,
            CandleSource = candles.Name,
            Notice = settings.Notice,
            WeightsSetAt = submission.SetAt,
            WeightsFailure = submission.Failure,
            Totals = Count(kept),
            Miners = newest is null ? [] : await ListMinersAsync(plan, newest, cancellationToken).ConfigureAwait(false),
            Rounds = [.. kept.Where(round => round.Slot.Start > now - Shown).Reverse().Select(ToShown)],
            Scores = [.. scored.Select(ToPoint)],
        };
    }

    private async ValueTask<IReadOnlyList<RoundScores>> ReadScoresAsync(StreamPlan plan, IReadOnlyList<Round> kept, CancellationToken cancellationToken)
    {
        var known = _shown.GetValueOrDefault(plan.Id, []);
        var found = new List<RoundScores>();
        foreach (var round in kept.Where(round => round.State == RoundState.Scored).TakeLast(PointLimit))
        {
            var scores = known.FirstOrDefault(scores => scores.Slot == round.Slot.Key)
                ?? await documents.FindScoresAsync(plan.Id, round.Slot, cancellationToken).ConfigureAwait(false);
            if (scores is not null)
            {
                found.Add(scores);
            }
        }

        _shown[plan.Id] = found;
        return found;
    }

    private async ValueTask<IReadOnlyList<DashboardMiner>> ListMinersAsync(StreamPlan plan, RoundScores newest, CancellationToken cancellationToken)
    {
        var metagraph = await metagraphs.GetAsync(cancellationToken).ConfigureAwait(false);
        var state = RoundScoresDocument.ReadState(newest);
        var weights = RoundWeightsDocument.From(newest, plan.Profile, metagraph).Weights.ToDictionary(entry => entry.Hotkey, entry => entry.Weight);
        var errors = newest.Miners.ToDictionary(miner => new Hotkey(miner.Hotkey), miner => miner.Rmse);
        return
        [
            .. state
                .Select(entry => new DashboardMiner(
                    entry.Key.Address,
                    metagraph.Find(entry.Key)?.Uid,
                    entry.Value,
                    weights.GetValueOrDefault(entry.Key.Address),
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
