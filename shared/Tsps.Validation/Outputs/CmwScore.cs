namespace Tsps.Validation.Outputs;

/// <summary>A score and when it was given, in Unix milliseconds: <c>[ms, value]</c> in JSON.</summary>
public readonly record struct CmwScore(long TimestampMs, double Value);
