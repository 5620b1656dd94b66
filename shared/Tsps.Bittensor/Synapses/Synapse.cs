namespace Tsps.Bittensor.Synapses;

/// <summary>
/// What every request has. By itself it is the ping that every axon answers.
/// The class name is the URL path; the JSON of the whole object is both request and answer body (wire specification, sections 1 and 2).
/// </summary>
public record Synapse
{
    /// <summary>What a caller waits when nobody says otherwise, in seconds.</summary>
    public const double DefaultTimeout = 12.0;

    /// <summary>The lower-case hex sha3-256 of the empty text: the body hash of every synapse of the subnet, none of which hashes members.</summary>
    public const string EmptyBodyHash = "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a";

    /// <summary>The class name, which is also the URL path.</summary>
    public string Name => GetType().Name;

    /// <summary>Seconds that the caller waits.</summary>
    public double Timeout { get; init; } = DefaultTimeout;

    /// <summary>A size in the caller's memory; means nothing elsewhere.</summary>
    public long TotalSize { get; init; }

    /// <summary>A size in the caller's memory; 0 in bodies.</summary>
    public long HeaderSize { get; init; }

    /// <summary>What the caller says of itself. In a body this is anybody's word: the verified caller is in the headers.</summary>
    public TerminalInfo Dendrite { get; init; } = TerminalInfo.Empty;

    /// <summary>What is known of the axon.</summary>
    public TerminalInfo Axon { get; init; } = TerminalInfo.Empty;

    /// <summary>Empty in request bodies, although the header of the same name holds the hash.</summary>
    public string ComputedBodyHash { get; init; } = "";

    /// <summary>Written by SDK 6 (empty for all synapses of the subnet); null leaves the member out, as SDK 10 does.</summary>
    public IReadOnlyList<string>? RequiredHashFields { get; init; }
}
