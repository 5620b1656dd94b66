namespace Tsps.Bittensor.Axon;

/// <summary>What an axon answers. The transport adds <c>date</c>, <c>server</c> and <c>content-length</c> by itself.</summary>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="Headers">Header lines in order; the names are in lower case and must stay so, since SDK 6 reads them case-sensitively.</param>
/// <param name="Body">UTF-8 JSON; empty where HTTP wants no body.</param>
public sealed record AxonResponse(int StatusCode, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body);
