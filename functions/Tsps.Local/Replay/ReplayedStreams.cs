using Microsoft.Extensions.DependencyInjection;
using Tsps.Domain;
using Tsps.Local.Demo;
using Tsps.Storage;
using Tsps.Validation;

namespace Tsps.Local.Replay;

/// <summary>What a replayed validator's storage says of its streams.</summary>
internal static class ReplayedStreams
{
    /// <summary>All streams, in the order of the settings.</summary>
    internal static async Task<IReadOnlyList<DemoStream>> ReadAsync(IServiceProvider validator, DateTimeOffset start, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var streams = new List<DemoStream>();
        foreach (var plan in validator.GetRequiredService<ValidatorSettings>().Streams)
        {
            streams.Add(await ReadAsync(validator, plan, start, now, cancellationToken));
        }

        return streams;
    }

    private static async Task<DemoStream> ReadAsync(IServiceProvider validator, StreamPlan plan, DateTimeOffset start, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rounds = await validator.GetRequiredService<RoundStore>().ListAsync(plan.Id, plan.SlotAt(start), plan.SlotAt(now), cancellationToken);
        var scored = rounds.Where(round => round.State == RoundState.Scored).ToArray();
        var scores = scored is [.., var newest] ? await validator.GetRequiredService<RoundDocumentStore>().FindScoresAsync(plan.Id, newest.Slot, cancellationToken) : null;
        return new DemoStream(
            plan.Id,
            rounds.Count(round => round.AskedCount > 0 && round.State is not RoundState.Asking),
            rounds.Sum(round => round.ReceivedCount),
            scored.Length,
            scores?.State.ToDictionary(entry => entry.Hotkey, entry => entry.Score) ?? []);
    }
}
