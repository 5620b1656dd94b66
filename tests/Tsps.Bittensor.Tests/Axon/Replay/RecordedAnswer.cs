using System.Globalization;
using System.Text;

namespace Tsps.Bittensor.Tests.Axon.Replay;

/// <summary>An answer of a real axon.</summary>
internal sealed record RecordedAnswer(int StatusCode, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    private const int Continue = 100;

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

    private static RecordedAnswer Parse(ReadOnlySpan<byte> bytes, out int length)
    {
        var headLength = bytes.IndexOf(HeadEnd);
        var lines = Encoding.Latin1.GetString(bytes[..headLength]).Split("\r\n");
        var statusCode = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
        KeyValuePair<string, string>[] headers = [.. lines.Skip(1).Select(RawRequest.ParseHeader)];
        var answer = new RecordedAnswer(statusCode, headers, []);
        var rest = bytes[(headLength + HeadEnd.Length)..];
        var bodyLength = statusCode == Continue ? 0 : rest.Length;
        if (answer.Header("content-length") is { } text)
        {
            bodyLength = Math.Min(rest.Length, int.Parse(text, CultureInfo.InvariantCulture));
        }

        length = headLength + HeadEnd.Length + bodyLength;
        return answer with { Body = rest[..bodyLength].ToArray() };
    }
}
