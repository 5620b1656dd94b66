using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Synapses;
using Tsps.Domain;

namespace Tsps.Bittensor.Axon;

/// <summary>One request on its way through the pipeline: what is known of it so far.</summary>
internal sealed class AxonExchange(AxonRequest request, DateTimeOffset receivedAt, long startedAt)
{
    private const string VersionHeader = "bt_header_dendrite_version";

    public AxonRequest Request { get; } = request;

    public RequestPath Path { get; } = RequestPath.Parse(request.RawPath);

    public DateTimeOffset ReceivedAt { get; } = receivedAt;

    /// <summary>A timestamp of the clock.</summary>
    public long StartedAt { get; } = startedAt;

    /// <summary>Known before the other headers are read, as it says how to word their refusal.</summary>
    public CallerSdk Sdk { get; } = SdkOf(request.Headers);

    /// <summary>Null while the path is not known to name a synapse.</summary>
    public AxonRoute? Route { get; set; }

    /// <summary>Null while the headers are not read.</summary>
    public AxonRequestHeaders? Headers { get; private set; }

    /// <summary>The hotkey that the headers name, if it is an address at all.</summary>
    public Hotkey? Caller { get; private set; }

    /// <summary>Whether <see cref="Caller"/> signed the request.</summary>
    public bool IsVerified { get; set; }

    /// <summary>Bytes of the body; 0 while it is not read.</summary>
    public int BodyLength { get; set; }

    /// <summary>For the log.</summary>
    public string SynapseName => Route?.Type.Name ?? "(unknown synapse)";

    /// <summary>For the log; proven only if <see cref="IsVerified"/>.</summary>
    public string CallerName => Caller?.Address ?? "(nobody)";

    public void Accept(AxonRequestHeaders headers)
    {
        Headers = headers;
        Span<byte> publicKey = stackalloc byte[Sr25519.PublicKeySize];
        Caller = headers.Dendrite.Hotkey is { } text && Ss58.TryDecode(text, publicKey) ? new Hotkey(text) : null;
    }

    private static CallerSdk SdkOf(IEnumerable<KeyValuePair<string, string>> headers)
    {
        var version = headers.LastOrDefault(header => header.Key.Equals(VersionHeader, StringComparison.OrdinalIgnoreCase)).Value;
        return PythonInteger.TryParse(version, out var number) && number >= 0 && number <= long.MaxValue && new SdkVersion((long)number).HasUnixNonces
            ? CallerSdk.Ten
            : CallerSdk.Six;
    }
}
