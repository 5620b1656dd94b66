using Tsps.Bittensor.Tensors;

namespace Tsps.Bittensor.Synapses;

/// <summary>
/// The number by which a peer names its SDK: 100 a + 10 b + c up to 7.1 (672 is 6.7.2), then 1,000,000 a + 1,000 b + c (10005000 is 10.5.0)
/// (wire specification, sections 2 and 3).
/// </summary>
public readonly record struct SdkVersion(long Number)
{
    private const long FirstWithUnixNonces = 7_002_000;
    private const long FirstWithBareDtypes = 8_000_000;

    /// <summary>SDK 6.7.2, on which the reference runs.</summary>
    public static SdkVersion Six { get; } = new(672);

    /// <summary>SDK 10.5.0, the newest that speaks axon and dendrite.</summary>
    public static SdkVersion Ten { get; } = new(10_005_000);

    /// <summary>Whether its nonces are Unix nanoseconds, which an axon may hold against its clock; older ones are counters of the machine.</summary>
    public bool HasUnixNonces => Number >= FirstWithUnixNonces;

    /// <summary>How it writes and reads the element types of tensors.</summary>
    public TensorDtypeSpelling Spelling => Number >= FirstWithBareDtypes ? TensorDtypeSpelling.Bare : TensorDtypeSpelling.Torch;

    /// <summary>The spelling for an answer: that of the request's tensor, else what the caller's version reads.</summary>
    /// <param name="requestTensor">A tensor of the request, if it had one.</param>
    /// <param name="callerVersion">From the header <c>bt_header_dendrite_version</c>; a caller that states none is taken for SDK 6.</param>
    public static TensorDtypeSpelling SpellingForAnswer(TensorBlock? requestTensor, long? callerVersion) =>
        requestTensor?.Spelling ?? new SdkVersion(callerVersion ?? Six.Number).Spelling;
}
