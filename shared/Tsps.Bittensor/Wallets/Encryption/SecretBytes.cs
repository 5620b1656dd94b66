using System.Security.Cryptography;
using System.Text;

namespace Tsps.Bittensor.Wallets.Encryption;

/// <summary>Secret bytes that are zeroed when they are no longer needed, and never moved in memory before.</summary>
internal sealed class SecretBytes : IDisposable
{
    private readonly byte[] _bytes;

    public SecretBytes(int length) => _bytes = GC.AllocateArray<byte>(length, pinned: true);

    /// <summary>The UTF-8 of a text.</summary>
    public SecretBytes(ReadOnlySpan<char> text)
        : this(Encoding.UTF8.GetByteCount(text)) => Encoding.UTF8.GetBytes(text, _bytes);

    public Span<byte> Span => _bytes;

    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);
}
