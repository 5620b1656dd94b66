using System.Globalization;
using System.Text;

namespace Tsps.Bittensor.Axon;

/// <summary>Texts as Python prints them inside others.</summary>
internal static class PythonText
{
    /// <summary>The headers of the protocol; a proxy in front adds others, which are not the caller's to see.</summary>
    private static readonly HashSet<string> ProtocolHeaders = new(StringComparer.Ordinal)
    {
        "host", "name", "timeout", "header_size", "total_size", "computed_body_hash",
        "accept", "accept-encoding", "user-agent", "content-length", "content-type", "transfer-encoding",
    };

    /// <summary>A text in quotes: single ones, unless only double ones spare an escape.</summary>
    public static string Repr(string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var builder = new StringBuilder(text.Length + 2).Append(quote);
        foreach (var character in text)
        {
            _ = character switch
            {
                '\\' => builder.Append(@"\\"),
                '\n' => builder.Append(@"\n"),
                '\r' => builder.Append(@"\r"),
                '\t' => builder.Append(@"\t"),
                _ when character == quote => builder.Append('\\').Append(character),
                < ' ' or (>= '\x7f' and <= '\xa0') or '\xad' => builder.Append(CultureInfo.InvariantCulture, $@"\x{(int)character:x2}"),
                _ => builder.Append(character),
            };
        }

        return builder.Append(quote).ToString();
    }

    /// <summary>Headers as the SDKs' web framework prints them: a dictionary, or a list when a name is repeated.</summary>
    public static string Repr(IEnumerable<KeyValuePair<string, string>> headers)
    {
        List<KeyValuePair<string, string>> shown = [];
        HashSet<string> names = [];
        foreach (var (name, value) in headers)
        {
            var lower = name.ToLowerInvariant();
            if (IsOfProtocol(lower) || IsOfProtocol(lower.Replace('-', '_')))
            {
                shown.Add(new(lower, value));
                names.Add(lower);
            }
        }

        return names.Count == shown.Count
            ? $"Headers({{{string.Join(", ", shown.Select(header => $"{Repr(header.Key)}: {Repr(header.Value)}"))}}})"
            : $"Headers(raw=[{string.Join(", ", shown.Select(header => $"(b{Repr(header.Key)}, b{Repr(header.Value)})"))}])";
    }

    private static bool IsOfProtocol(string name) => ProtocolHeaders.Contains(name) || name.StartsWith("bt_header_", StringComparison.Ordinal);
}
