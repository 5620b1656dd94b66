namespace Tsps.Local.Chain;

/// <summary>Rows in columns as wide as their longest text; numbers to the right.</summary>
internal static class TextTable
{
    /// <param name="columns">The headings; one that begins with <c>&gt;</c> has its texts on the right.</param>
    internal static IEnumerable<string> Lines(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        bool[] isRight = [.. columns.Select(column => column.StartsWith('>'))];
        string[] headings = [.. columns.Select(column => column.TrimStart('>'))];
        int[] widths = [.. headings.Select((heading, index) => rows.Select(row => row[index].Length).Append(heading.Length).Max())];
        return rows.Prepend(headings).Select(row => string
            .Join("  ", row.Select((text, index) => isRight[index] ? text.PadLeft(widths[index]) : text.PadRight(widths[index])))
            .TrimEnd());
    }
}
