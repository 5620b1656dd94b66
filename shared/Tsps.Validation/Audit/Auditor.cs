using Tsps.Domain;
using Tsps.Scoring;
using Tsps.Storage;

namespace Tsps.Validation.Audit;

/// <summary>
/// Computes every score and weight of some rounds again from what is stored (answers, truths, the state before, who was registered), and compares
/// to the bit. Nothing is asked of an exchange or the chain. What can't be read is a difference, and the other rounds are audited all the same.
/// </summary>
public sealed class Auditor(AuditedRounds rounds, ScoreHeadStore heads)
{
    /// <param name="from">The first slot.</param>
    /// <param name="to">The last slot.</param>
    public async ValueTask<AuditReport> RunAsync(StreamPlan plan, RoundSlot from, RoundSlot to, CancellationToken cancellationToken)
    {
        var notes = new AuditNotes(plan.Id);
        var (slots, states) = (new List<RoundSlot>(), new List<RoundState>());
        var (scores, weights) = (0, 0);
        var head = new HeadDifferences(plan, to, heads, rounds, notes);
        await head.BeginAsync(cancellationToken).ConfigureAwait(false);
        var neighbours = new RoundNeighbours(plan, rounds);
        var (known, scored) = await neighbours.FindBeforeAsync(from, cancellationToken).ConfigureAwait(false);
        ArchivedRound? before = null;
        string? last = null;
        await foreach (var (round, histories) in rounds.ListAsync(plan, from, to, notes, cancellationToken).ConfigureAwait(false))
        {
            slots.Add(RoundSlot.Parse(round.Slot));
            states.Add(round.State);
            if (head.IsEnding(round))
            {
                before = round.Scores is { VoidReason: null } ? round : before;
                continue;
            }

            (string, RoundScores?)? previous = before is not null ? (before.Slot, before.Scores) : scored is { } slot ? (slot.Key, null) : null;
            await notes.RunAsync(round.Slot, "round", () => CompareAsync(plan, round, histories, previous, notes, cancellationToken)).ConfigureAwait(false);
            if (round.State == RoundState.Scored)
            {
                scores += round.Scores?.Miners?.Count ?? 0;
                weights += round.Weights?.Weights?.Count ?? 0;
                (before, last) = (round, round.Slot);
            }
        }

        await new MissingRounds(plan, neighbours, notes).CompareAsync(slots, known, from, to, cancellationToken).ConfigureAwait(false);
        await head.CompareAsync(from, last, before?.Slot, cancellationToken).ConfigureAwait(false);
        var findings = notes.Findings.OrderBy(finding => finding.Slot, StringComparer.Ordinal);
        return new AuditReport(Count(RoundState.Scored), Count(RoundState.Void), Count(RoundState.Missed), states.Count(state => !state.HasEnded()), scores, weights, [.. findings]);

        int Count(RoundState state) => states.Count(other => other == state);
    }

    /// <param name="before">The scored round before it; its scores are null where they are yet to be read. Null where there is none, or it is not known.</param>
    private async ValueTask CompareAsync(
        StreamPlan plan, ArchivedRound round, IReadOnlyList<ArchivedPrediction>? histories, (string Slot, RoundScores? Scores)? before, AuditNotes notes, CancellationToken cancellationToken)
    {
        var differences = new RoundDifferences(plan, round, notes);
        differences.CompareState();
        if (!round.State.HasEnded())
        {
            differences.RequireAnswersIfAsked();
            return;
        }

        differences.CompareHistories(histories);
        differences.CompareRecords();
        if (!differences.RequireDistinct())
        {
            return;
        }

        if (round.State == RoundState.Scored || round.Scores is { VoidReason: null })
        {
            differences.CompareScores(await RecomputeAsync(plan, round, before, differences, notes, cancellationToken).ConfigureAwait(false));
            differences.CompareWeights();
        }
        else
        {
            if (round.State == RoundState.Void)
            {
                differences.CompareVoid();
            }

            differences.CompareRows(recomputed: null);
        }
    }

    /// <summary>Null where something is missing that the scores depend on.</summary>
    private async ValueTask<RoundScore?> RecomputeAsync(
        StreamPlan plan, ArchivedRound round, (string Slot, RoundScores? Scores)? before, RoundDifferences differences, AuditNotes notes, CancellationToken cancellationToken)
    {
        if (!differences.Require(round.Scores, RoundDocumentStore.ScoresName) | !differences.Require(round.Answers, RoundDocumentStore.AnswersName))
        {
            return null;
        }

        var (stored, answers, profile) = (round.Scores!, round.Answers!, RoundDifferences.ProfileOf(plan, round));
        var window = TruthWindow.Of(profile, plan.Stream, answers.StartMs);
        var closes = await rounds.ReadTruthsAsync(plan, RoundSlot.Parse(round.Slot), window.FirstCloseMs, window.LastCloseMs, notes, cancellationToken).ConfigureAwait(false);
        differences.CompareTruth(window, closes);
        if (await FindStateAsync(plan, stored, before, differences, notes, cancellationToken).ConfigureAwait(false) is not { } state)
        {
            return null;
        }

        // Schema 1 did not keep who was left out: whoever answered and was not scored.
        var leftOut = stored.Schema > 1 ? stored.Unregistered : answers.Replies.Select(reply => reply.Hotkey).Except(stored.Miners.Select(miner => miner.Hotkey));
        var truth = TruthAlignment.Align(window, closes.ToDictionary(close => close.Key, close => close.Value.Close));
        var input = new ScoringInput(
            state,
            [.. stored.Deregistered.Select(hotkey => new Hotkey(hotkey))],
            answers,
            [.. leftOut.Select(hotkey => new Hotkey(hotkey))],
            truth.IsComplete ? truth.Closes.ToArray() : stored.TruthCloses);
        return input.Score(profile);
    }

    /// <summary>The state that the round started from; null where the document that has it is gone.</summary>
    private async ValueTask<ScoreState?> FindStateAsync(
        StreamPlan plan, RoundScores scores, (string Slot, RoundScores? Scores)? before, RoundDifferences differences, AuditNotes notes, CancellationToken cancellationToken)
    {
        RoundScores? found = null;
        if (before is { } last && !HasUnreadableRow(scores.PreviousSlot, notes))
        {
            found = last.Scores ?? await FindScoresAsync(last.Slot).ConfigureAwait(false);
            var beginsAnew = Subnet.AreDifferent(found?.Subnet, scores.Subnet);
            differences.Compare("the round before", scores.PreviousSlot ?? AuditNotes.None, beginsAnew ? AuditNotes.None : last.Slot);
        }

        if (scores.PreviousSlot is not { } previous)
        {
            return ScoreState.Empty;
        }

        found = found is not null && before?.Slot == previous ? found : await FindScoresAsync(previous).ConfigureAwait(false);
        return differences.RequireBefore(found, previous) ? RoundScoresDocument.ReadState(found!) : null;

        ValueTask<RoundScores?> FindScoresAsync(string slot) => rounds.FindScoresAsync(plan, RoundSlot.Parse(slot), notes, cancellationToken);
    }

    /// <summary>Whether there is a row that can't be read, so that nothing follows from its round not being among those audited.</summary>
    private static bool HasUnreadableRow(string? slot, AuditNotes notes) => slot is not null && notes.IsUnreadable(slot, AuditedRounds.Rows);
}
