using Tsps.Bittensor.Synapses;

namespace Tsps.Bittensor.Dendrite;

/// <summary>How a <see cref="DendriteClient"/> asks.</summary>
public sealed record DendriteOptions
{
    /// <summary>As many targets are asked at the same time; a subnet has 256 neurons.</summary>
    public int MaxConcurrency { get; init; } = 256;

    /// <summary>A longer answer is refused while it arrives, counted after decompression. An answer that repeats 5 x 8640 samples has half a megabyte.</summary>
    public int MaxAnswerBytes { get; init; } = 4 << 20;

    /// <summary>
    /// Bytes that all answers of a query may hold together, beside 64 kB for each. Samples that come back as they were sent are not held, so that
    /// a forecast needs none of this; of answers that are larger all the same, those that find it used up are refused.
    /// </summary>
    public long MaxHeldBytes { get; init; } = 16 << 20;

    /// <summary>
    /// Whether loopback, private and other addresses that the public internet does not route may be called. The chain holds what neurons
    /// say of themselves, so on a real network this would let anyone direct requests into the validator's own network.
    /// </summary>
    public bool AllowPrivateAddresses { get; init; }

    /// <summary>What the caller says of its own address; axons put in its place what they see.</summary>
    public string ExternalIp { get; init; } = "0.0.0.0";

    /// <summary>The SDK whose manners are claimed; nonces are Unix nanoseconds, so it must be 7.2 or newer.</summary>
    public SdkVersion Version { get; init; } = SdkVersion.Ten;
}
