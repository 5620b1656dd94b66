using Tsps.Domain;

namespace Tsps.Scoring;

/// <summary>An answer that took no part in a round, which for its miner is as if it had been absent.</summary>
/// <param name="Reason">A sentence for logs and the health page.</param>
public sealed record SkippedAnswer(Hotkey Hotkey, string Reason);
