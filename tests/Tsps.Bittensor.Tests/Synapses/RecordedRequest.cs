using System.Text.Json;

namespace Tsps.Bittensor.Tests.Synapses;

/// <summary>A recorded HTTP message: line, headers, body.</summary>
internal static class RecordedRequest
{
    public static byte[] Body(JsonElement base64)
    {
        var raw = base64.GetBytesFromBase64();
        return raw[(raw.AsSpan().IndexOf("\r\n\r\n"u8) + 4)..];
    }

    /// <summary>The header lines in wire order.</summary>
    public static (string Name, string Value)[] Headers(JsonElement base64)
    {
        var raw = base64.GetBytesFromBase64();
        var head = System.Text.Encoding.Latin1.GetString(raw.AsSpan(0, raw.AsSpan().IndexOf("\r\n\r\n"u8)));
        return [.. head.Split("\r\n").Skip(1).Select(line => line.Split(": ", 2)).Select(parts => (parts[0], parts[1]))];
    }
}
