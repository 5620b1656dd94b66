using Microsoft.Azure.Functions.Worker;
using Tsps.Mining;

namespace Tsps.Miner;

/// <summary>Forgets old nonces.</summary>
public sealed class NonceFunction(NonceRetention retention)
{
    [Function("Nonces")]
    public Task RunAsync([TimerTrigger("0 40 3 * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        retention.RunAsync(cancellationToken).AsTask();
}
