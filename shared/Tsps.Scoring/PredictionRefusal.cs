namespace Tsps.Scoring;

/// <summary>Why an answer is not taken.</summary>
/// <param name="Reason">A sentence for logs, the health page and the miner.</param>
public sealed record PredictionRefusal(string Reason);
