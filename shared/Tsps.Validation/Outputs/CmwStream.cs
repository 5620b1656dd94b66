namespace Tsps.Validation.Outputs;

/// <summary>One stream of a record.</summary>
/// <param name="RequestUuid">The scored request; written in generation v6 only.</param>
/// <param name="Miners">Those scored, in scoring order.</param>
public sealed record CmwStream(string StreamId, int TopicId, string? RequestUuid, IReadOnlyList<CmwMiner> Miners);
