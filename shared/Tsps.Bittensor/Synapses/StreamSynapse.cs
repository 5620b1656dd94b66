using Tsps.Bittensor.Tensors;

namespace Tsps.Bittensor.Synapses;

/// <summary>What all synapses of the subnet but the ping have.</summary>
public abstract record StreamSynapse : Synapse
{
    /// <summary>A random UUID v4 in lower case; hash and forecast of one round share it.</summary>
    public required string RequestUuid { get; init; }

    /// <summary>Such as <c>BTCUSD-5m</c>.</summary>
    public required string StreamId { get; init; }

    /// <summary>Forward kinds: 5 x N float64 (close time ms, close, high, low, volume) or null; Backward kinds: the true closes.</summary>
    public TensorBlock? Samples { get; init; }

    /// <summary>Axons of the SDKs refuse a request whose topic is null.</summary>
    public required long? TopicId { get; init; }
}
