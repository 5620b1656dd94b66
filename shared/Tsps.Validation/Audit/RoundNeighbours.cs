using Tsps.Domain;

namespace Tsps.Validation.Audit;

/// <summary>
/// The rounds next to those that are audited, as far away as a planner fills gaps. Nothing is said of what can't be read there: that is the business of an audit of
/// that time.
/// </summary>
internal sealed class RoundNeighbours(StreamPlan plan, AuditedRounds rounds)
{
    /// <summary>The last round before a slot, and the last scored one; null where there is none, or it can't be told.</summary>
    public async ValueTask<(RoundSlot? Known, RoundSlot? Scored)> FindBeforeAsync(RoundSlot from, CancellationToken cancellationToken)
    {
        RoundSlot? known = null;
        foreach (var day in DaysFrom(from, step: -1))
        {
            var (found, isWhole) = await rounds.ListStatesAsync(plan, day, cancellationToken).ConfigureAwait(false);
            var earlier = found.Where(round => round.Slot < from).ToArray();
            known ??= earlier is [.., var last] ? last.Slot : null;
            if (!isWhole || earlier.Any(IsScored))
            {
                return (known, isWhole ? earlier.Last(IsScored).Slot : null);
            }
        }

        return (known, null);

        static bool IsScored((RoundSlot Slot, RoundState State) round) => round.State == RoundState.Scored;
    }

    /// <summary>The first round after a slot; null where there is none.</summary>
    public async ValueTask<RoundSlot?> FindAfterAsync(RoundSlot to, CancellationToken cancellationToken)
    {
        foreach (var day in DaysFrom(to, step: 1))
        {
            var (found, _) = await rounds.ListStatesAsync(plan, day, cancellationToken).ConfigureAwait(false);
            if (found.Where(round => round.Slot > to).ToArray() is [var next, ..])
            {
                return next.Slot;
            }
        }

        return null;
    }

    private static IEnumerable<DateOnly> DaysFrom(RoundSlot slot, int step) =>
        from distance in Enumerable.Range(0, RoundPlanner.LookBack.Days + 1)
        let day = AuditedRounds.DayOf(slot).DayNumber + (step * distance)
        where day >= 0 && day < DateOnly.MaxValue.DayNumber
        select DateOnly.FromDayNumber(day);
}
