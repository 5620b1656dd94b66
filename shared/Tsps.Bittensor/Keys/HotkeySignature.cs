using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Tsps.Domain;

namespace Tsps.Bittensor.Keys;

/// <summary>
/// Signatures as the wire carries them: the text <c>0x</c> and 128 hex digits over a text message (keys specification, "rules of the key pair objects").
/// </summary>
public static class HotkeySignature
{
    private const string HexPrefix = "0x";
    private const int TextLength = 2 + (2 * Sr25519.SignatureSize);
    private const int StackLimit = 1024;

    private static ReadOnlySpan<byte> WrapStart => "<Bytes>"u8;

    private static ReadOnlySpan<byte> WrapEnd => "</Bytes>"u8;

    /// <summary>
    /// Whether <paramref name="signature"/> is <paramref name="hotkey"/>'s over <paramref name="message"/>, or over it wrapped
    /// as <c>&lt;Bytes&gt;…&lt;/Bytes&gt;</c>, as browser wallets sign. False for everything else; malformed texts and addresses never throw.
    /// </summary>
    /// <remarks>
    /// Only addresses of format 42 pass, so that one key has one name. A message that begins with <c>0x</c> means the bytes of its hex digits.
    /// </remarks>
    public static bool Verify(Hotkey hotkey, string message, string? signature)
    {
        ArgumentNullException.ThrowIfNull(message);
        Span<byte> publicKey = stackalloc byte[Sr25519.PublicKeySize];
        Span<byte> signatureBytes = stackalloc byte[Sr25519.SignatureSize];
        if (!TryParse(signature, signatureBytes) || !Ss58.TryDecode(hotkey.Address, publicKey))
        {
            return false;
        }

        var size = WrapStart.Length + MaxMessageSize(message) + WrapEnd.Length;
        var rented = size > StackLimit ? ArrayPool<byte>.Shared.Rent(size) : null;
        var buffer = rented ?? stackalloc byte[StackLimit];
        try
        {
            if (!TryReadMessage(message, buffer[WrapStart.Length..], out var written))
            {
                return false;
            }

            WrapStart.CopyTo(buffer);
            WrapEnd.CopyTo(buffer[(WrapStart.Length + written)..]);
            return Sr25519.Verify(publicKey, buffer.Slice(WrapStart.Length, written), signatureBytes)
                || Sr25519.Verify(publicKey, buffer[..(WrapStart.Length + written + WrapEnd.Length)], signatureBytes);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    /// <summary>Signs a text, never wrapped; <c>0x</c> and 128 lower-case hex digits.</summary>
    /// <exception cref="FormatException">The message begins with <c>0x</c> and is not hex, or is no valid Unicode.</exception>
    public static string Sign(IHotkeySigner signer, string message)
    {
        ArgumentNullException.ThrowIfNull(signer);
        ArgumentNullException.ThrowIfNull(message);
        var buffer = new byte[MaxMessageSize(message)];
        return TryReadMessage(message, buffer, out var written)
            ? HexPrefix + Convert.ToHexStringLower(signer.Sign(buffer.AsSpan(0, written)))
            : throw new FormatException("The message cannot be signed: a text that begins with 0x must be hex digits, two for each byte, and any other text valid Unicode.");
    }

    private static bool TryParse(ReadOnlySpan<char> text, Span<byte> signature) =>
        text.Length == TextLength
        && text.StartsWith(HexPrefix, StringComparison.Ordinal)
        && Convert.FromHexString(text[HexPrefix.Length..], signature, out _, out _) == OperationStatus.Done;

    private static int MaxMessageSize(string message) => Encoding.UTF8.GetMaxByteCount(message.Length);

    private static bool TryReadMessage(string message, Span<byte> bytes, out int written)
    {
        if (message.StartsWith(HexPrefix, StringComparison.Ordinal))
        {
            return Convert.FromHexString(message.AsSpan(HexPrefix.Length), bytes, out _, out written) == OperationStatus.Done;
        }

        return Utf8.FromUtf16(message, bytes, out _, out written, replaceInvalidSequences: false) == OperationStatus.Done;
    }
}
