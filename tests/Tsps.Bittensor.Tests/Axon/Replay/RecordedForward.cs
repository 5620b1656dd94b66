using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Synapses;

namespace Tsps.Bittensor.Tests.Axon.Replay;

/// <summary>Does what the recorder's forward function did: reads the samples if there are any, then answers as recorded.</summary>
internal sealed class RecordedForward<TSynapse>(AxonReplay replay) : ISynapseHandler<TSynapse>
    where TSynapse : Synapse
{
    public async ValueTask<TSynapse> HandleAsync(TSynapse synapse, AxonCall call, CancellationToken cancellationToken)
    {
        replay.ForwardCalls++;
        if (synapse is StreamSynapse { Samples: { } samples })
        {
            call.Decode(samples);
        }

        await Task.Yield();
        return replay.Mode switch
        {
            "raise" => throw new SynapseFailedException("boom in forward"),
            "raise_newline" => throw new SynapseFailedException("first line\nsecond line"),
            "raise_unicode" => throw new SynapseFailedException("\u0433\u0440\u043e\u043c"),
            "raise_empty" => throw new SynapseFailedException(""),
            "http_exception" => throw new SynapseFailedException(418, "teapot"),
            "set_status" => throw new SynapseFailedException(503, "set by forward"),
            "return_none" or "return_dict" or "return_text" => null!,
            _ => (TSynapse)replay.RecordedResult(synapse),
        };
    }
}
