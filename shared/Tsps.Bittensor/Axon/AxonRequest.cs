using System.IO.Pipelines;
using System.Net;

namespace Tsps.Bittensor.Axon;

/// <summary>An HTTP request to an axon, whatever received it.</summary>
public sealed record AxonRequest
{
    /// <summary>Such as <c>POST</c>; the letter case counts.</summary>
    public required string Method { get; init; }

    /// <summary>The path as it came, with its leading slash, percent-encoding and query string.</summary>
    public required string RawPath { get; init; }

    /// <summary>The header lines in order; a name may come more than once, and its letter case does not count.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>Read at most once, and only after the caller was admitted and verified; the transport completes it.</summary>
    public required PipeReader Body { get; init; }

    /// <summary>What <c>Content-Length</c> says, in bytes; null when the length is not known beforehand (a chunked body).</summary>
    public long? DeclaredLength { get; init; }

    /// <summary>Who connected; null when the transport cannot tell.</summary>
    public IPAddress? RemoteAddress { get; init; }

    public int? RemotePort { get; init; }
}
