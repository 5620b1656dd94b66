using Tsps.Storage;

namespace Tsps.Validation.Audit;

/// <summary>A round to audit.</summary>
/// <param name="Histories">What table <c>history</c> has of it, by miner; null where that is archived.</param>
public sealed record AuditedRound(ArchivedRound Round, IReadOnlyList<ArchivedPrediction>? Histories);
