using System.Globalization;

namespace Tsps.Bittensor.Axon;

/// <summary>What the SDKs say of a signature that cannot be one; only words, <see cref="Keys.HotkeySignature"/> decides.</summary>
internal static class SignatureText
{
    private const string Prefix = "0x";
    private const int SignatureSize = 64;
    private const int MarkerBit = 0x80;

    public static string Refusal(CallerSdk sdk, string signedText, string? signature) =>
        (sdk == CallerSdk.Six ? MalformedForSix(signature) : MalformedForTen(signature)) ?? $"Signature mismatch with {signedText} and {signature}";

    private static string? MalformedForSix(string? signature)
    {
        if (signature is null || !signature.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return "Signature should be of type bytes or a hex-string";
        }

        var hex = signature.AsSpan(Prefix.Length);
        if (BadHexPosition(hex) is { } position)
        {
            return string.Create(CultureInfo.InvariantCulture, $"non-hexadecimal number found in fromhex() arg at position {position}");
        }

        if (hex.Length != 2 * SignatureSize)
        {
            return string.Create(CultureInfo.InvariantCulture, $"Expected bytes of length {SignatureSize}, got {hex.Length / 2}");
        }

        var lastByte = byte.Parse(hex[^2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return (lastByte & MarkerBit) != 0 ? null : "Invalid signature: Signature bytes not marked as a schnorrkel signature";
    }

    private static string? MalformedForTen(string? signature)
    {
        if (string.IsNullOrEmpty(signature))
        {
            return "Missing Signature";
        }

        if (!signature.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return "Invalid signature format. Expected hex string.";
        }

        var hex = signature.AsSpan(Prefix.Length);
        if (BadHexPosition(hex) is { } position)
        {
            return position == hex.Length
                ? "Invalid hex string: OddLength"
                : string.Create(CultureInfo.InvariantCulture, $"Invalid hex string: InvalidHexCharacter {{ c: '{hex[position]}', index: {position} }}");
        }

        return hex.Length == 2 * SignatureSize ? null : "Invalid SR25519 signature.";
    }

    private static int? BadHexPosition(ReadOnlySpan<char> hex)
    {
        for (var i = 0; i < hex.Length; i++)
        {
            if (!char.IsAsciiHexDigit(hex[i]))
            {
                return i;
            }
        }

        return hex.Length % 2 == 0 ? null : hex.Length;
    }
}
