using System.Globalization;
using Tsps.Domain;

namespace Tsps.Validation.Audit;

/// <summary>
/// Slots lie one period apart, and the planner gives one to those too in which no validator ran. So where a slot between two rounds has none, its row is gone. Only
/// an outage that lasts longer than the planner looks back leaves a gap.
/// </summary>
internal sealed class MissingRounds(StreamPlan plan, RoundNeighbours neighbours, AuditNotes notes)
{
    /// <summary>Notes each run of slots without a round, from one slot to another, both included.</summary>
    /// <param name="found">The slots that have one, in order.</param>
    /// <param name="before">The last round before those.</param>
    public async ValueTask CompareAsync(IReadOnlyList<RoundSlot> found, RoundSlot? before, RoundSlot from, RoundSlot to, CancellationToken cancellationToken)
    {
        RoundSlot? after = found is [.., var last] && last == to ? null : await neighbours.FindAfterAsync(to, cancellationToken).ConfigureAwait(false);
        RoundSlot[] known = [.. ToList(before), .. found, .. ToList(after)];
        foreach (var (one, other) in known.Zip(known.Skip(1)).Where(pair => pair.Second.Start - pair.First.Start <= RoundPlanner.LookBack))
        {
            RoundSlot[] missing = [.. Between(one, other).Where(slot => slot >= from && slot <= to && !AuditedRounds.IsUnreadable(slot, notes))];
            if (missing.Length > 0)
            {
                notes.Add(missing[0].Key, "row of the round", Describe(missing));
            }
        }
    }

    private static RoundSlot[] ToList(RoundSlot? slot) => slot is { } known ? [known] : [];

    private static string Describe(RoundSlot[] missing) => missing is [var only]
        ? $"table rounds has none of slot {only}, and no archive has it"
        : string.Create(CultureInfo.InvariantCulture, $"table rounds has none of the {missing.Length} slots from {missing[0]} to {missing[^1]}, and no archive has them");

    private IEnumerable<RoundSlot> Between(RoundSlot one, RoundSlot other)
    {
        for (var slot = one.Next(plan.SlotPeriod); slot < other; slot = slot.Next(plan.SlotPeriod))
        {
            yield return slot;
        }
    }
}
