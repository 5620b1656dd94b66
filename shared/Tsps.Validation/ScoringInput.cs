using Tsps.Domain;
using Tsps.Scoring;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>All that the scores of a round depend on; made of a metagraph when it is scored, and of the stored documents when it is audited.</summary>
/// <param name="Before">The state that the chain of scores ended with.</param>
/// <param name="Deregistered">Hotkeys that leave the state before it moves.</param>
/// <param name="Unregistered">Hotkeys whose answers don't count, since they were not registered any more.</param>
/// <param name="Truth">The true closes in USD.</param>
internal sealed record ScoringInput(
    ScoreState Before, IReadOnlyList<Hotkey> Deregistered, RoundAnswers Answers, IReadOnlyList<Hotkey> Unregistered, IReadOnlyList<double> Truth)
{
    /// <summary>The answers that count.</summary>
    public IEnumerable<MinerReply> Usable => Answers.Replies.Where(reply => reply.Closes is not null && !Unregistered.Contains(new Hotkey(reply.Hotkey)));

    public RoundScore Score(ScoringProfile profile) =>
        RoundScoring.Score(profile, Before.Without(Deregistered), [.. Usable.Select(MinerAnswers.FromReply)], Truth.ToArray());
}
