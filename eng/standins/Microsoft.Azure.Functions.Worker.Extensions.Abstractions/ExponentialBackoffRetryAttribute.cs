namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs a failed function again after delays that grow from the minimum to the maximum ("hh:mm:ss").</summary>
public sealed class ExponentialBackoffRetryAttribute(int maxRetryCount, string minimumInterval, string maximumInterval) : RetryAttribute
{
    public int MaxRetryCount { get; } = maxRetryCount;

    public string MinimumInterval { get; } = minimumInterval;

    public string MaximumInterval { get; } = maximumInterval;
}
