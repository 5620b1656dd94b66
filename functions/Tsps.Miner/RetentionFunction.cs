using Microsoft.Azure.Functions.Worker;
using Tsps.Mining;

namespace Tsps.Miner;

/// <summary>Forgets old nonces and commitments.</summary>
public sealed class RetentionFunction(MinerRetention retention)
{
    [Function("Retention")]
    public Task RunAsync([TimerTrigger("0 40 3 * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        retention.RunAsync(cancellationToken).AsTask();
}
