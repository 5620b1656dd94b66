using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>
/// Draws the due time of each slot and stores it before it is due. The stored row decides: a restart, or a second instance, finds it and
/// draws no other. Slots for which no validator ran are recorded as missed.
/// </summary>
public sealed partial class RoundPlanner(RoundStore rounds, ValidatorSettings settings, RoundDraws draws, TimeProvider time, ILogger<RoundPlanner> logger)
{
    /// <summary>How many slots back a gap is filled with missed rounds, and rounds left open by an interruption are found.</summary>
    private const int LookBack = 24 * 14;

    private const int Recent = 2;

    private static readonly TimeSpan OneMinute = TimeSpan.FromMinutes(1);

    /// <summary>Makes sure that this slot and the next have a round; hands back the recent rounds and older ones still open, oldest first.</summary>
    public async ValueTask<IReadOnlyList<Round>> PlanAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var current = RoundSlot.Containing(now, settings.SlotPeriod);
        var next = current.Next(settings.SlotPeriod);
        var open = await ListAsync(current, cancellationToken).ConfigureAwait(false);
        if (open.Count > 0 && open[^1].Slot == next)
        {
            return open;
        }

        if (!open.Any(round => round.Slot >= Before(current, 1) && round.Slot < current))
        {
            await FillGapAsync(current, now, cancellationToken).ConfigureAwait(false);
        }

        await AddAsync(current, current.Start > now ? current.Start : now, cancellationToken).ConfigureAwait(false);
        await AddAsync(next, next.Start, cancellationToken).ConfigureAwait(false);
        return await ListAsync(current, cancellationToken).ConfigureAwait(false);
    }

    private ValueTask<IReadOnlyList<Round>> ListAsync(RoundSlot current, CancellationToken cancellationToken) =>
        rounds.ListOpenAsync(settings.Stream.Id, Before(current, LookBack), Before(current, Recent), current.Next(settings.SlotPeriod), cancellationToken);

    /// <summary>Plans a slot unless it has a round: due at random, not before <paramref name="earliest"/>.</summary>
    private async ValueTask AddAsync(RoundSlot slot, DateTimeOffset earliest, CancellationToken cancellationToken)
    {
        var dueAt = settings.HashFirst ? DrawHalf(slot, earliest) : DrawMoment(slot, earliest);
        await rounds.TryAddAsync(NewRound(slot, RoundState.Planned, dueAt, reason: null), cancellationToken).ConfigureAwait(false);
    }

    private DateTimeOffset DrawMoment(RoundSlot slot, DateTimeOffset earliest)
    {
        var window = slot.Start + settings.SlotPeriod - earliest - OneMinute;
        return window > TimeSpan.Zero ? earliest + (window * draws.Offset(slot)) : earliest;
    }

    /// <summary>The slot's beginning or middle: v6 miners give commitments at the minutes 0 and 30 only (wire specification, section 8).</summary>
    private DateTimeOffset DrawHalf(RoundSlot slot, DateTimeOffset earliest)
    {
        var middle = slot.Start + (settings.SlotPeriod / 2);
        var drawn = draws.Offset(slot) < 0.5 ? slot.Start : middle;
        return drawn >= earliest ? drawn
            : middle >= earliest ? middle
            : earliest;
    }

    private async ValueTask FillGapAsync(RoundSlot current, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var earlier = await rounds.ListAsync(settings.Stream.Id, Before(current, LookBack), Before(current, 1), cancellationToken).ConfigureAwait(false);
        if (earlier.Count == 0)
        {
            return;
        }

        for (var slot = earlier[^1].Slot.Next(settings.SlotPeriod); slot < current; slot = slot.Next(settings.SlotPeriod))
        {
            LogGap(slot, now);
            await rounds.TryAddAsync(NewRound(slot, RoundState.Missed, slot.Start, "no validator ran"), cancellationToken).ConfigureAwait(false);
        }
    }

    private Round NewRound(RoundSlot slot, RoundState state, DateTimeOffset dueAt, string? reason) => new()
    {
        StreamId = settings.Stream.Id,
        Slot = slot,
        State = state,
        DueAt = dueAt,
        RequestUuid = Guid.NewGuid(),
        Reason = reason,
        ChangedAt = time.GetUtcNow(),
    };

    private RoundSlot Before(RoundSlot slot, int count) => new(slot.Start - (settings.SlotPeriod * count));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Round {Slot} is missed: no validator ran until {Now:u}")]
    private partial void LogGap(RoundSlot slot, DateTimeOffset now);
}
