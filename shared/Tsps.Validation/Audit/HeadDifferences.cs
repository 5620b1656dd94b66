using Tsps.Domain;
using Tsps.Storage;

namespace Tsps.Validation.Audit;

/// <summary>
/// The chain of scores ends where table <c>heads</c> says, which tells of rows that are gone at its end. A validator may move it while its rounds are audited, so
/// the head is read before them and after.
/// </summary>
/// <param name="to">The last slot that is audited.</param>
internal sealed class HeadDifferences(StreamPlan plan, RoundSlot to, ScoreHeadStore heads, AuditedRounds rounds, AuditNotes notes)
{
    private const string Name = "the slot scored last, in table heads";

    private ScoreHead? _before;

    /// <summary>Reads the head as it is before any round is read.</summary>
    public async ValueTask BeginAsync(CancellationToken cancellationToken) => _before = await FindAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Whether the validator ends this round right now, or was itself ended while it did: its scores are decided, its row, which comes last of all that is written, still
    /// waits, and no later round was scored.
    /// </summary>
    public bool IsEnding(ArchivedRound round) => round is { State: RoundState.Asked, Scores: not null } && !(RoundSlot.Parse(round.Slot) < _before?.LastScored);

    /// <param name="from">The first slot that is audited.</param>
    /// <param name="scored">The last scored round among those; null where there is none.</param>
    /// <param name="ending">The same, where those count that are being ended.</param>
    public async ValueTask CompareAsync(RoundSlot from, string? scored, string? ending, CancellationToken cancellationToken)
    {
        var now = await FindAsync(cancellationToken).ConfigureAwait(false);
        if (now is null || _before is null || _before.LastScored > to || (ending is null && !(now.LastScored >= from)))
        {
            return;
        }

        var (stored, isUnreadable) = (now.LastScored?.Key, now.LastScored is { } last && notes.IsUnreadable(last.Key, AuditedRounds.Rows));
        if (!isUnreadable && (IsLater(scored, stored) || IsLater(_before.LastScored?.Key, ending)))
        {
            notes.Add(scored ?? to.Key, Name, stored ?? AuditNotes.None, scored ?? AuditNotes.None);
        }

        await CompareSubnetAsync(now, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Where it is another one than that of its scores, the next round would begin anew.</summary>
    private async ValueTask CompareSubnetAsync(ScoreHead head, CancellationToken cancellationToken)
    {
        if (head.LastScored is { } slot
            && await rounds.FindScoresAsync(plan, slot, notes, cancellationToken).ConfigureAwait(false) is { } scores
            && head.Subnet != scores.Subnet)
        {
            notes.Add(slot.Key, $"subnet of {Name}", head.Subnet?.ToString() ?? AuditNotes.None, scores.Subnet?.ToString() ?? AuditNotes.None);
        }
    }

    private ValueTask<ScoreHead?> FindAsync(CancellationToken cancellationToken) =>
        notes.FindAsync<ScoreHead>(to.Key, Name, async () => await heads.ReadAsync(plan.Id, cancellationToken).ConfigureAwait(false));

    /// <summary>Any slot is later than none.</summary>
    private static bool IsLater(string? slot, string? other) => string.CompareOrdinal(slot, other) > 0;
}
