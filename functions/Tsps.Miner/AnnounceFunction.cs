using Microsoft.Azure.Functions.Worker;
using Tsps.Mining;

namespace Tsps.Miner;

/// <summary>Announces the axon where that is not known yet.</summary>
public sealed class AnnounceFunction(AxonAnnouncer announcer)
{
    [Function("Announce")]
    public Task RunAsync([TimerTrigger("0 10 * * * *", RunOnStartup = true)] TimerInfo timer, CancellationToken cancellationToken) =>
        announcer.AnnounceAsync(cancellationToken).AsTask();
}
