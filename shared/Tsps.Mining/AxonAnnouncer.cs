using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Neurons;
using Tsps.Subtensor;

namespace Tsps.Mining;

/// <summary>Tells the subnet where this miner's axon listens, whenever that is not what the subnet already has.</summary>
public sealed partial class AxonAnnouncer(ISubtensor subtensor, IHotkeySigner self, SubtensorSettings network, MinerSettings settings, ILogger<AxonAnnouncer> logger)
{
    public async ValueTask AnnounceAsync(CancellationToken cancellationToken)
    {
        if (settings.Endpoint is not { } endpoint)
        {
            LogNoAddress();
            return;
        }

        try
        {
            await subtensor.AnnounceAxonAsync(network.Netuid, self, endpoint, cancellationToken).ConfigureAwait(false);
            LogAnnounced(self.Hotkey, endpoint);
        }
        catch (SubtensorException refused)
        {
            LogRefused(endpoint, refused.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The axon is not announced: Axon__ExternalIp is not set")]
    private partial void LogNoAddress();

    [LoggerMessage(Level = LogLevel.Information, Message = "The axon of {Hotkey} is announced at {Endpoint}")]
    private partial void LogAnnounced(Hotkey hotkey, AxonEndpoint endpoint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The axon could not be announced at {Endpoint}: {Reason}")]
    private partial void LogRefused(AxonEndpoint endpoint, string reason);
}
