namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs a failed function again after a fixed delay ("hh:mm:ss").</summary>
public sealed class FixedDelayRetryAttribute(int maxRetryCount, string delayInterval) : RetryAttribute
{
    public int MaxRetryCount { get; } = maxRetryCount;

    public string DelayInterval { get; } = delayInterval;
}
