using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tsps.Bittensor.Tests.Axon.Replay;

/// <summary>An answer of a real axon.</summary>
internal sealed record RecordedAnswer(int StatusCode, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    private const int Continue = 100;
    private const string ContentLength = "content-length";

    /// <summary>As axons write bodies: without blanks, and unescaped.</summary>
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static ReadOnlySpan<byte> HeadEnd => "\r\n\r\n"u8;

    public bool IsJson => Header("content-type") == "application/json" && Body.Length > 0;

    public string? Header(string name) => Headers.LastOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>The answers that follow one another in <paramref name="bytes"/>, but no 100.</summary>
    public static IReadOnlyList<RecordedAnswer> ParseAll(byte[] bytes)
    {
        List<RecordedAnswer> answers = [];
        for (var start = 0; start < bytes.Length;)
        {
            answers.Add(Parse(bytes.AsSpan(start), out var length));
            start += length;
        }

        return [.. answers.Where(answer => answer.StatusCode != Continue)];
    }

    /// <summary>An answer that is recorded taken apart only: its body is put together again, to the announced length.</summary>
    public static RecordedAnswer Read(JsonElement response)
    {
        var answer = new RecordedAnswer(
            ReadStatus(response.GetProperty("first_line").GetString()!),
            [.. response.GetProperty("headers").EnumerateArray().Select(header => KeyValuePair.Create(header[0].GetString()!, header[1].GetString()!))],
            response.TryGetProperty("body_json", out var json)
                ? JsonSerializer.SerializeToUtf8Bytes(json, Compact)
                : Encoding.UTF8.GetBytes(response.GetProperty("body_text").GetString()!));
        Assert.Equal(answer.Header(ContentLength), answer.Body.Length.ToString(CultureInfo.InvariantCulture));
        return answer;
    }

    public RecordedAnswer WithBody(byte[] body) => this with
    {
        Headers = [.. Headers.Where(header => header.Key != ContentLength), new(ContentLength, body.Length.ToString(CultureInfo.InvariantCulture))],
        Body = body,
    };

    /// <summary>As it came over the connection.</summary>
    public byte[] ToBytes() =>
        [.. Encoding.Latin1.GetBytes($"HTTP/1.1 {StatusCode} X\r\n{string.Concat(Headers.Select(header => $"{header.Key}: {header.Value}\r\n"))}\r\n"), .. Body];

    private static int ReadStatus(string firstLine) => int.Parse(firstLine.Split(' ')[1], CultureInfo.InvariantCulture);

    private static RecordedAnswer Parse(ReadOnlySpan<byte> bytes, out int length)
    {
        var headLength = bytes.IndexOf(HeadEnd);
        var lines = Encoding.Latin1.GetString(bytes[..headLength]).Split("\r\n");
        var statusCode = ReadStatus(lines[0]);
        KeyValuePair<string, string>[] headers = [.. lines.Skip(1).Select(RawRequest.ParseHeader)];
        var answer = new RecordedAnswer(statusCode, headers, []);
        var rest = bytes[(headLength + HeadEnd.Length)..];
        var bodyLength = statusCode == Continue ? 0 : rest.Length;
        if (answer.Header(ContentLength) is { } text)
        {
            bodyLength = Math.Min(rest.Length, int.Parse(text, CultureInfo.InvariantCulture));
        }

        length = headLength + HeadEnd.Length + bodyLength;
        return answer with { Body = rest[..bodyLength].ToArray() };
    }
}
