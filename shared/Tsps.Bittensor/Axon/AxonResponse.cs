namespace Tsps.Bittensor.Axon;

/// <summary>What an axon answers. The transport adds <c>date</c>, <c>server</c> and <c>content-length</c> by itself.</summary>
/// <remarks>Dispose of it once it is sent: its body lies in a pooled buffer.</remarks>
public sealed class AxonResponse : IDisposable
{
    private readonly PooledBuffer? _body;

    internal AxonResponse(int statusCode, IReadOnlyList<KeyValuePair<string, string>> headers, PooledBuffer? body)
    {
        StatusCode = statusCode;
        Headers = headers;
        _body = body;
    }

    /// <summary>The HTTP status.</summary>
    public int StatusCode { get; }

    /// <summary>Header lines in order; the names are in lower case and must stay so, since SDK 6 reads them case-sensitively.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

    /// <summary>UTF-8 JSON; empty where HTTP wants no body.</summary>
    public ReadOnlyMemory<byte> Body => _body?.Written ?? default;

    public void Dispose() => _body?.Dispose();
}
