using Azure;
using Microsoft.Extensions.Logging;
using Tsps.Bittensor.Axon;
using Tsps.Neurons;
using Tsps.Subtensor;

namespace Tsps.Mining;

/// <summary>Where requests come in: sees to it that the metagraph is there to admit callers by, then lets the axon answer.</summary>
public sealed partial class AxonEntrance(AxonPipeline pipeline, MetagraphReader metagraphs, ILogger<AxonEntrance> logger)
{
    public async ValueTask<AxonResponse> AnswerAsync(AxonRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await metagraphs.GetAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception away) when (away is SubtensorException or RequestFailedException)
        {
            // The metagraph in memory, if there is one, still serves.
            LogNoMetagraph(away.Message);
        }

        return await pipeline.AnswerAsync(request, cancellationToken).ConfigureAwait(false);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No newer metagraph can be had, and without an earlier one nobody is admitted but who pings: {Reason}")]
    private partial void LogNoMetagraph(string reason);
}
