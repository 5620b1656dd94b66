using Microsoft.Extensions.DependencyInjection;
using Tsps.Domain;
using Tsps.Local.Demo;
using Tsps.Storage;
using Tsps.Validation;

namespace Tsps.Local.Replay;

/// <summary>What a replayed validator's storage says of one of its streams.</summary>
/// <param name="Rounds">Oldest first.</param>
/// <param name="Scores">The smoothed scores after the newest scored one, by hotkey.</param>
internal sealed record ReplayedRounds(string StreamId, IReadOnlyList<Round> Rounds, IReadOnlyDictionary<string, double> Scores)
{
    internal int Scored => Rounds.Count(round => round.State == RoundState.Scored);

    internal int Received => Rounds.Sum(round => round.ReceivedCount);

    internal int Sent => Rounds.Count(round => round.AskedCount > 0 && round.State is not RoundState.Asking);

    internal double? ScoreOf(Hotkey hotkey) => Scores.TryGetValue(hotkey.Address, out var score) ? score : null;

    internal DemoStream ToStream() => new(StreamId, Sent, Received, Scored, Scores);

    /// <summary>All streams, in the order of the settings.</summary>
    internal static async Task<IReadOnlyList<ReplayedRounds>> ReadAsync(IServiceProvider validator, DateTimeOffset start, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var streams = new List<ReplayedRounds>();
        foreach (var plan in validator.GetRequiredService<ValidatorSettings>().Streams)
        {
            streams.Add(await ReadAsync(validator, plan, start, now, cancellationToken));
        }

        return streams;
    }

    private static async Task<ReplayedRounds> ReadAsync(IServiceProvider validator, StreamPlan plan, DateTimeOffset start, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rounds = await validator.GetRequiredService<RoundStore>().ListAsync(plan.Id, plan.SlotAt(start), plan.SlotAt(now), cancellationToken);
        var newest = rounds.LastOrDefault(round => round.State == RoundState.Scored);
        var scores = newest is null ? null : await validator.GetRequiredService<RoundDocumentStore>().FindScoresAsync(plan.Id, newest.Slot, cancellationToken);
        return new ReplayedRounds(plan.Id, rounds, scores?.State.ToDictionary(entry => entry.Hotkey, entry => entry.Score) ?? []);
    }
}
