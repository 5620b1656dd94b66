namespace Tsps.Bittensor.Axon;

/// <summary>Texts of anybody made fit for a header line or a log line.</summary>
internal static class HeaderText
{
    /// <summary>The dendrite fails on lines longer than 8190.</summary>
    private const int MaxLength = 4096;

    private const char FirstPrintable = ' ';
    private const char LastPrintable = '~';
    private const string Ellipsis = "...";

    /// <summary>One line of printable ASCII: line breaks and tabs become blanks, what else is not ASCII a question mark.</summary>
    public static string Clean(string text, int maxLength = MaxLength)
    {
        var isCut = text.Length > maxLength;
        if (!isCut && !text.AsSpan().ContainsAnyExceptInRange(FirstPrintable, LastPrintable))
        {
            return text;
        }

        var kept = isCut ? maxLength - Ellipsis.Length : text.Length;
        return string.Create(isCut ? maxLength : kept, (text, kept), static (line, source) =>
        {
            Ellipsis.AsSpan(0, line.Length - source.kept).CopyTo(line[source.kept..]);
            for (var i = 0; i < source.kept; i++)
            {
                line[i] = source.text[i] switch
                {
                    '\r' or '\n' or '\t' => ' ',
                    >= FirstPrintable and <= LastPrintable and var character => character,
                    _ => '?',
                };
            }
        });
    }
}
