using Tsps.Domain;

namespace Tsps.Storage;

/// <summary>One round with its rows and its documents.</summary>
/// <param name="Slot">The slot's key, <c>yyyyMMddHHmm</c> UTC.</param>
/// <param name="Predictions">The rows of the miners asked, by hotkey.</param>
/// <param name="Answers">Null when no answers were stored.</param>
/// <param name="Scores">Null when the round never came to be scored or voided.</param>
/// <param name="Weights">Null unless the round was scored.</param>
public sealed record ArchivedRound(
    string Slot,
    RoundState State,
    DateTimeOffset DueAt,
    Guid RequestUuid,
    long StartMs,
    long EndMs,
    int AskedCount,
    int ReceivedCount,
    string? Reason,
    DateTimeOffset? ClosesSentAt,
    DateTimeOffset ChangedAt,
    IReadOnlyList<ArchivedPrediction> Predictions,
    RoundAnswers? Answers,
    RoundScores? Scores,
    RoundWeights? Weights);
