using Tsps.Bittensor.Axon.Nonces;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;

namespace Tsps.Bittensor.Axon;

/// <summary>How much an axon takes on.</summary>
public sealed record AxonOptions
{
    /// <summary>Bytes of a body at most. Lies below the 30,000,000 at which the Functions host answers 500 by itself.</summary>
    public int MaximumBodySize { get; init; } = 25_000_000;

    /// <summary>
    /// Bodies at most that are being read or wait for their turn. When there are more, those of the lowest priority are sent away, so that
    /// callers who let their bodies trickle in stand in nobody's way but their like's.
    /// </summary>
    public int MaximumBodies { get; init; } = 256;

    /// <summary>Bytes of all bodies at once, also of those that are being handled. LiveForward with 5 x 8640 samples has half a megabyte.</summary>
    public long MaximumBodyBytes { get; init; } = 256L << 20;

    /// <summary>How long a body may take to arrive.</summary>
    public TimeSpan BodyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public TensorLimits TensorLimits { get; init; } = TensorLimits.Default;

    public NonceOptions Nonces { get; init; } = new();

    /// <summary>Requests handled at once.</summary>
    public int Concurrency { get; init; } = 2 * Environment.ProcessorCount;

    /// <summary>Verified requests that may wait for their turn beyond those.</summary>
    public int WaitingRoom { get; init; } = 256;

    /// <summary>How long a request may wait for its turn; less when the caller itself waits less.</summary>
    public TimeSpan MaximumWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>When a caller who was sent away should come again.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The version of the SDK whose protocol this is, as answers state it.</summary>
    public SdkVersion Version { get; init; } = SdkVersion.Ten;
}
