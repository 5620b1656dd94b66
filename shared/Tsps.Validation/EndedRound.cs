using Tsps.Domain;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>A round whose end is decided.</summary>
/// <param name="Scores">The decision.</param>
/// <param name="Answers">Null when there were none.</param>
/// <param name="Rows">The round's predictions as they were read.</param>
/// <param name="Head">As it was read before the decision.</param>
public sealed record EndedRound(Round Round, RoundScores Scores, RoundAnswers? Answers, IReadOnlyList<Prediction> Rows, ScoreHead Head)
{
    public bool IsVoid => Scores.VoidReason is not null;
}
