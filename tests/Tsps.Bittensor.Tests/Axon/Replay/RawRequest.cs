using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using Tsps.Bittensor.Axon;

namespace Tsps.Bittensor.Tests.Axon.Replay;

/// <summary>The bytes of a request taken apart as a web server would, no further than the recorded requests need it.</summary>
internal sealed record RawRequest(string Method, string Path, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body, long? DeclaredLength)
{
    private static ReadOnlySpan<byte> HeadEnd => "\r\n\r\n"u8;

    /// <summary>The requests that follow one another in <paramref name="bytes"/>; what a wrong length leaves over is none.</summary>
    /// <exception cref="FormatException">A web server refuses this by itself.</exception>
    public static IReadOnlyList<RawRequest> ParseAll(byte[] bytes)
    {
        List<RawRequest> requests = [];
        for (var start = 0; bytes.AsSpan(start).IndexOf(HeadEnd) >= 0;)
        {
            requests.Add(Parse(bytes.AsSpan(start), out var length));
            start += length;
        }

        return requests;
    }

    public string? Header(string name) => Headers.LastOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    public RawRequest With(string name, string value) =>
        this with { Headers = [.. Headers.Where(header => !header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)), new(name, value)] };

    public AxonRequest ToAxonRequest(int remotePort) => new()
    {
        Method = Method,
        RawPath = Path,
        Headers = Headers,
        Body = PipeReader.Create(new ReadOnlySequence<byte>(Body)),
        DeclaredLength = DeclaredLength,
        RemoteAddress = IPAddress.Loopback,
        RemotePort = remotePort,
    };

    private static RawRequest Parse(ReadOnlySpan<byte> bytes, out int length)
    {
        var headLength = bytes.IndexOf(HeadEnd);
        var lines = Encoding.Latin1.GetString(bytes[..headLength]).Split("\r\n");
        if (lines[0].Split(' ') is not [var method, var path, "HTTP/1.0" or "HTTP/1.1"])
        {
            throw new FormatException("There is no request line.");
        }

        KeyValuePair<string, string>[] headers = [.. lines.Skip(1).Select(ParseHeader)];
        var request = new RawRequest(method, path, headers, [], null);
        var rest = bytes[(headLength + HeadEnd.Length)..];
        var bodyLength = rest.Length;
        if (request.Header("Transfer-Encoding") is null)
        {
            request = request with { DeclaredLength = long.Parse(request.Header("Content-Length") ?? "0", NumberStyles.None, CultureInfo.InvariantCulture) };
            bodyLength = (int)Math.Min(rest.Length, request.DeclaredLength.Value);
        }

        length = headLength + HeadEnd.Length + bodyLength;
        return request.Header("Host") is not null
            ? request with { Body = request.DeclaredLength is null ? ReadChunks(rest) : rest[..bodyLength].ToArray() }
            : throw new FormatException("There is no host.");
    }

    public static KeyValuePair<string, string> ParseHeader(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return new(line[..colon], line[(colon + 1)..].Trim());
    }

    private static byte[] ReadChunks(ReadOnlySpan<byte> rest)
    {
        var body = new MemoryStream();
        while (true)
        {
            var lineEnd = rest.IndexOf("\r\n"u8);
            var size = int.Parse(Encoding.ASCII.GetString(rest[..lineEnd]), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0)
            {
                return body.ToArray();
            }

            body.Write(rest.Slice(lineEnd + 2, size));
            rest = rest[(lineEnd + 2 + size + 2)..];
        }
    }
}
