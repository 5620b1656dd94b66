namespace Tsps.Bittensor.Dendrite;

/// <summary>An HTTP answer as it came.</summary>
/// <param name="Body">Decompressed.</param>
internal readonly record struct HttpAnswer(int Status, string? ContentType, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body);
