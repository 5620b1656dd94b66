using Tsps.Domain;

namespace Tsps.Validation;

/// <summary>What every miner is asked in a round.</summary>
/// <param name="Samples">5 x N; null where miners commit first, and then reveal what they made of candles of their own.</param>
/// <param name="Timeout">How long a miner has for each answer.</param>
public sealed record ForwardQuestion(StreamDefinition Stream, Guid RequestUuid, Samples? Samples, TimeSpan Timeout)
{
    /// <summary>Where miners commit first, until when they take the question for the forecast; null where there is no such limit.</summary>
    public DateTimeOffset? RevealedUntil { get; init; }
}
