using Tsps.Domain;

namespace Tsps.Validation;

/// <summary>What every miner is asked in a round.</summary>
public sealed record ForwardQuestion(StreamDefinition Stream, Guid RequestUuid, Samples Samples, TimeSpan Timeout);
