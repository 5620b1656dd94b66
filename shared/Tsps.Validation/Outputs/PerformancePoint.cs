namespace Tsps.Validation.Outputs;

/// <summary>How good the subnet's forecasts were at one time.</summary>
/// <param name="TimestampMs">Unix milliseconds of scoring.</param>
/// <param name="Score">Mean weighted root mean square error in USD: lower is better.</param>
public readonly record struct PerformancePoint(long TimestampMs, double Score);
