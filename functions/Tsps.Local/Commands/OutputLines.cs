namespace Tsps.Local.Commands;

/// <summary>What commands write.</summary>
internal static class OutputLines
{
    internal static async Task WriteAsync(this TextWriter output, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            await output.WriteLineAsync(line);
        }
    }
}
