using Tsps.Domain;
using Tsps.Scoring;
using Tsps.Storage;

namespace Tsps.Validation.Audit;

/// <summary>
/// Computes every score and weight of some rounds again from what is stored (answers, truths, the state before, who was registered), and compares
/// to the bit. Nothing is asked of an exchange or the chain.
/// </summary>
public sealed class Auditor(AuditedRounds rounds)
{
    /// <param name="from">The first slot.</param>
    /// <param name="to">The last slot.</param>
    public async ValueTask<AuditReport> RunAsync(StreamPlan plan, RoundSlot from, RoundSlot to, CancellationToken cancellationToken)
    {
        var (scored, voided, scores, weights) = (0, 0, 0, 0);
        var findings = new List<AuditFinding>();
        RoundScores? before = null;
        await foreach (var (round, histories) in rounds.ListAsync(plan, from, to, cancellationToken).ConfigureAwait(false))
        {
            var differences = new RoundDifferences(plan.Id, round.Slot, findings);
            differences.CompareHistories(round, histories);
            if (round.State != RoundState.Scored)
            {
                voided += round.State == RoundState.Void ? 1 : 0;
                differences.CompareVoid(round);
            }
            else if (differences.Require(round.Scores, "scores.json") && differences.Require(round.Answers, "answers.json"))
            {
                before = await FindBeforeAsync(plan, round.Scores!, before, differences, cancellationToken).ConfigureAwait(false);
                var recomputed = await RecomputeAsync(plan, round, before, differences, cancellationToken).ConfigureAwait(false);
                differences.CompareScores(round, recomputed);
                differences.CompareWeights(round, ProfileOf(plan, round));
                scored++;
                scores += round.Scores!.Miners.Count;
                weights += round.Weights?.Weights.Count ?? 0;
                before = round.Scores;
            }
        }

        return new AuditReport(scored, voided, scores, weights, findings);
    }

    private async ValueTask<RoundScores?> FindBeforeAsync(StreamPlan plan, RoundScores scores, RoundScores? before, RoundDifferences differences, CancellationToken cancellationToken)
    {
        if (before is not null)
        {
            differences.Compare("the round before", scores.PreviousSlot ?? "none", before.Slot);
        }

        if (scores.PreviousSlot is not { } previous)
        {
            return null;
        }

        var found = before?.Slot == previous ? before : await rounds.FindScoresAsync(plan, RoundSlot.Parse(previous), cancellationToken).ConfigureAwait(false);
        differences.Require(found, $"the state before, of round {previous}");
        return found;
    }

    private async ValueTask<RoundScore> RecomputeAsync(StreamPlan plan, ArchivedRound round, RoundScores? before, RoundDifferences differences, CancellationToken cancellationToken)
    {
        var (stored, answers, profile) = (round.Scores!, round.Answers!, ProfileOf(plan, round));
        var window = TruthWindow.Of(profile, plan.Stream, answers.StartMs);
        var closes = await rounds.ReadTruthsAsync(plan, RoundSlot.Parse(round.Slot), window.FirstCloseMs, window.LastCloseMs, cancellationToken).ConfigureAwait(false);
        var truth = TruthAlignment.Align(window, closes);
        differences.CompareTruth(stored, truth);

        // Schema 1 did not keep who was left out: whoever answered and was not scored.
        var leftOut = stored.Schema > 1 ? stored.Unregistered : answers.Replies.Select(reply => reply.Hotkey).Except(stored.Miners.Select(miner => miner.Hotkey));
        var input = new ScoringInput(
            before is null ? ScoreState.Empty : RoundScoresDocument.ReadState(before),
            [.. stored.Deregistered.Select(hotkey => new Hotkey(hotkey))],
            answers,
            [.. leftOut.Select(hotkey => new Hotkey(hotkey))],
            truth.IsComplete ? truth.Closes.ToArray() : stored.TruthCloses);
        return input.Score(profile);
    }

    private static ScoringProfile ProfileOf(StreamPlan plan, ArchivedRound round) => ScoringProfile.Find(round.Scores!.Profile) ?? plan.Profile;
}
