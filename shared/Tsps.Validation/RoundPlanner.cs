using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>
/// Draws the due time of each slot and stores it before it is due. The stored row decides: a restart, or a second instance, finds it and
/// draws no other. Slots for which no validator ran are recorded as missed.
/// </summary>
public sealed partial class RoundPlanner(RoundStore rounds, RoundDraws draws, TimeProvider time, ILogger<RoundPlanner> logger)
{
    /// <summary>Why a round is missed in whose time no validator ran.</summary>
    internal const string NobodyRan = "no validator ran";

    /// <summary>How far back a gap is filled with missed rounds, and rounds left open by an interruption are found.</summary>
    internal static readonly TimeSpan LookBack = TimeSpan.FromDays(14);

    private const int Recent = 2;

    private static readonly TimeSpan OneMinute = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Makes sure that this slot has a round and, once that is due or was planned only now, the next one; hands back the recent rounds up to this slot's, the
    /// next one's where it was there before, and older ones still open, oldest first.
    /// </summary>
    public async ValueTask<IReadOnlyList<Round>> PlanAsync(StreamPlan plan, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var current = plan.SlotAt(now);
        var next = current.Next(plan.SlotPeriod);
        var open = await ListAsync(plan, current, cancellationToken).ConfigureAwait(false);
        var planned = open.FirstOrDefault(round => round.Slot == current);
        if ((open.Count > 0 && open[^1].Slot == next) || planned?.DueAt > now)
        {
            // The next slot's round is planned in the minute that looks for this one's anyway, and no minute more is spent on it.
            return open;
        }

        if (!open.Any(round => round.Slot == Before(plan, current)))
        {
            await FillGapAsync(plan, current, now, cancellationToken).ConfigureAwait(false);
        }

        // The next slot's last: while it lacks its round, this runs again.
        if (planned is null)
        {
            await AddAsync(plan, current, now, cancellationToken).ConfigureAwait(false);
        }

        await AddAsync(plan, next, next.Start, cancellationToken).ConfigureAwait(false);
        return planned is not null ? open : await ListAsync(plan, current, cancellationToken).ConfigureAwait(false);
    }

    private ValueTask<IReadOnlyList<Round>> ListAsync(StreamPlan plan, RoundSlot current, CancellationToken cancellationToken) => rounds.ListOpenAsync(
        plan.Id, new RoundSlot(current.Start - LookBack), new RoundSlot(current.Start - (plan.SlotPeriod * Recent)), current.Next(plan.SlotPeriod), cancellationToken);

    /// <summary>
    /// Plans a slot unless it has a round: at its beginning, or at random within the generation's slack, but not before <paramref name="earliest"/>.
    /// A slot whose only minute is over already is planned all the same, and then missed, which says so.
    /// </summary>
    private async ValueTask AddAsync(StreamPlan plan, RoundSlot slot, DateTimeOffset earliest, CancellationToken cancellationToken)
    {
        var dueAt = slot.Start;
        if (plan.Profile.Requests.Slack is var slack && slack > TimeSpan.Zero)
        {
            var window = slot.Start + slack - earliest - OneMinute;
            dueAt = window > TimeSpan.Zero ? earliest + (window * draws.Offset(slot)) : earliest;
        }

        await rounds.TryAddAsync(NewRound(plan, slot, RoundState.Planned, dueAt, reason: null), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask FillGapAsync(StreamPlan plan, RoundSlot current, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var earlier = await rounds.ListAsync(plan.Id, new RoundSlot(current.Start - LookBack), Before(plan, current), cancellationToken).ConfigureAwait(false);
        if (earlier.Count == 0)
        {
            return;
        }

        for (var slot = earlier[^1].Slot.Next(plan.SlotPeriod); slot < current; slot = slot.Next(plan.SlotPeriod))
        {
            LogGap(plan.Id, slot, now);
            await rounds.TryAddAsync(NewRound(plan, slot, RoundState.Missed, slot.Start, NobodyRan), cancellationToken).ConfigureAwait(false);
        }
    }

    private Round NewRound(StreamPlan plan, RoundSlot slot, RoundState state, DateTimeOffset dueAt, string? reason) => new()
    {
        StreamId = plan.Id,
        Slot = slot,
        State = state,
        DueAt = dueAt,
        RequestUuid = Guid.NewGuid(),
        Reason = reason,
        ChangedAt = time.GetUtcNow(),
    };

    private static RoundSlot Before(StreamPlan plan, RoundSlot slot) => new(slot.Start - plan.SlotPeriod);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Stream}: round {Slot} is missed: no validator ran until {Now:u}")]
    private partial void LogGap(string stream, RoundSlot slot, DateTimeOffset now);
}
