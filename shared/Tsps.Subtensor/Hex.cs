namespace Tsps.Subtensor;

/// <summary>Hex as JSON-RPC carries it: 0x and lower-case digits.</summary>
internal static class Hex
{
    public static string Encode(ReadOnlySpan<byte> bytes) => $"0x{Convert.ToHexStringLower(bytes)}";

    /// <exception cref="SubtensorException">The text is no hex.</exception>
    public static byte[] Decode(string text)
    {
        if (!text.StartsWith("0x", StringComparison.Ordinal))
        {
            throw new SubtensorException($"'{Shorten(text)}' is no hex text: it does not begin with 0x.");
        }

        try
        {
            return Convert.FromHexString(text.AsSpan(2));
        }
        catch (FormatException)
        {
            throw new SubtensorException($"'{Shorten(text)}' is no hex text.");
        }
    }

    private static string Shorten(string text) => text.Length <= 80 ? text : $"{text[..80]}...";
}
