namespace Tsps.Storage;

/// <summary>The errors of all miners at one time.</summary>
/// <param name="TimestampMs">Unix milliseconds.</param>
/// <param name="Sum">Sum of the weighted root mean square errors in USD, added in scoring order.</param>
public sealed record ErrorSum(long TimestampMs, double Sum, int Count);
