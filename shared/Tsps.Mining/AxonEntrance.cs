using Tsps.Bittensor.Axon;
using Tsps.Neurons;

namespace Tsps.Mining;

/// <summary>Where requests come in: sees to it that the metagraph is there to admit callers by, then lets the axon answer.</summary>
public sealed class AxonEntrance(AxonPipeline pipeline, MetagraphReader metagraphs)
{
    public async ValueTask<AxonResponse> AnswerAsync(AxonRequest request, CancellationToken cancellationToken)
    {
        await metagraphs.TryGetAsync(cancellationToken).ConfigureAwait(false);
        return await pipeline.AnswerAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
