using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Subtensor;

namespace Tsps.Neurons;

/// <summary>What the reveal timer does: shows committed weights whose time has come. Where a subnet takes weights directly it does nothing.</summary>
public sealed partial class WeightRevealer(ISubtensor subtensor, IHotkeySigner self, SubtensorSettings settings, ILogger<WeightRevealer> logger)
{
    public async ValueTask RevealDueAsync(CancellationToken cancellationToken)
    {
        try
        {
            await subtensor.RevealWeightsAsync(settings.Netuid, self, cancellationToken).ConfigureAwait(false);
        }
        catch (SubtensorException failure)
        {
            LogFailed(settings.Netuid, failure.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Committed weights of netuid {Netuid} could not be revealed; it is tried again at the next run: {Reason}")]
    private partial void LogFailed(ushort netuid, string reason);
}
