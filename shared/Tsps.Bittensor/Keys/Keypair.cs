using System.Security.Cryptography;
using Tsps.Domain;

namespace Tsps.Bittensor.Keys;

/// <summary>An sr25519 key that signs in the context <c>substrate</c>. The private half is zeroed by <see cref="Dispose"/> and shown nowhere.</summary>
public sealed class Keypair : IHotkeySigner, IDisposable
{
    private readonly byte[] _publicKey = new byte[Sr25519.PublicKeySize];

    // Pinned, so that the garbage collector leaves no copies behind.
    private readonly byte[] _expanded = GC.AllocateUninitializedArray<byte>(Sr25519.ExpandedSize, pinned: true);
    private bool _disposed;

    private Keypair(ReadOnlySpan<byte> expanded)
    {
        expanded.CopyTo(_expanded);
        Sodium.Check(Sodium.ScalarMultBase(_publicKey, _expanded.AsSpan(0, Sr25519.ScalarSize)));
        Hotkey = Ss58.Encode(_publicKey);
    }

    public Hotkey Hotkey { get; }

    public ReadOnlyMemory<byte> PublicKey => _publicKey;

    /// <summary>A new English BIP-39 phrase of 12, 15, 18, 21 or 24 words, the caller's to dispose.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Another number of words.</exception>
    public static SecretText GenerateMnemonic(int wordCount = 12) => Mnemonic.Generate(wordCount);

    /// <summary>The key of an English BIP-39 phrase, as Substrate makes it (keys specification, rule 1).</summary>
    /// <exception cref="FormatException">It is no phrase; the message says why and repeats none of its words.</exception>
    public static Keypair FromMnemonic(ReadOnlySpan<char> mnemonic, ReadOnlySpan<char> password = default)
    {
        Span<byte> miniSecret = stackalloc byte[Sr25519.MiniSecretSize];
        Mnemonic.ToMiniSecret(mnemonic, password, miniSecret);
        var keypair = FromSeed(miniSecret);
        CryptographicOperations.ZeroMemory(miniSecret);
        return keypair;
    }

    /// <summary>The key of a phrase followed by a path: <c>words //hard/soft///password</c>.</summary>
    /// <exception cref="FormatException">The phrase or the path is malformed.</exception>
    /// <remarks>Path and password are strings on the way, which nobody can zero; the phrase is none.</remarks>
    public static Keypair FromSecretUri(ReadOnlySpan<char> secretUri)
    {
        var pathAt = secretUri.IndexOf('/') is var slash and >= 0 ? slash : secretUri.Length;
        var parsed = DerivationPath.Parse(secretUri[pathAt..].ToString());
        var root = FromMnemonic(secretUri[..pathAt], parsed.Password);
        return parsed.Junctions.Count == 0 ? root : DeriveAndDispose(root, parsed.Junctions);
    }

    /// <summary>The key of a mini secret of 32 bytes, the "secret seed".</summary>
    /// <exception cref="ArgumentException">It does not have 32 bytes.</exception>
    public static Keypair FromSeed(ReadOnlySpan<byte> miniSecret)
    {
        if (miniSecret.Length != Sr25519.MiniSecretSize)
        {
            throw new ArgumentException($"A secret seed has {Sr25519.MiniSecretSize} bytes, not {miniSecret.Length}.", nameof(miniSecret));
        }

        Span<byte> expanded = stackalloc byte[Sr25519.ExpandedSize];
        KeyDerivation.Expand(miniSecret, expanded);
        return Adopt(expanded);
    }

    /// <summary>The key of 64 expanded bytes: the scalar (not multiplied by 8), then the nonce seed.</summary>
    /// <exception cref="ArgumentException">There are not 64 bytes, or the scalar is zero or not below the group order.</exception>
    public static Keypair FromExpanded(ReadOnlySpan<byte> expanded)
    {
        if (expanded.Length != Sr25519.ExpandedSize)
        {
            throw new ArgumentException($"An expanded private key has {Sr25519.ExpandedSize} bytes, not {expanded.Length}.", nameof(expanded));
        }

        var scalar = expanded[..Sr25519.ScalarSize];
        if (!Sr25519.IsCanonicalScalar(scalar) || !scalar.ContainsAnyExcept((byte)0))
        {
            throw new ArgumentException("The first 32 bytes of an expanded private key are a scalar below the group order and not zero; this may be one multiplied by 8.", nameof(expanded));
        }

        return new Keypair(expanded);
    }

    /// <summary>The key at a path of <c>//hard</c> and <c>/soft</c> steps below this one.</summary>
    /// <exception cref="FormatException">The path is malformed, or has a password: that belongs to the phrase, see <see cref="FromMnemonic"/>.</exception>
    public Keypair Derive(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var parsed = DerivationPath.Parse(path);
        return parsed.Password is null
            ? Derive(parsed.Junctions)
            : throw new FormatException("A path below a key has no ///password: the password belongs to the phrase from which the key was made.");
    }

    /// <exception cref="ObjectDisposedException">The private half is gone.</exception>
    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var signature = new byte[Sr25519.SignatureSize];
        Sr25519.Sign(_expanded, _publicKey, message, signature);
        return signature;
    }

    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_expanded);
    }

    /// <summary>The address only.</summary>
    public override string ToString() => Hotkey.Address;

    internal void CopyExpandedTo(Span<byte> expanded)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _expanded.CopyTo(expanded);
    }

    private static Keypair Adopt(Span<byte> expanded)
    {
        var keypair = new Keypair(expanded);
        CryptographicOperations.ZeroMemory(expanded);
        return keypair;
    }

    private static Keypair DeriveAndDispose(Keypair root, IReadOnlyList<Junction> junctions)
    {
        using (root)
        {
            return root.Derive(junctions);
        }
    }

    private Keypair Derive(IReadOnlyList<Junction> junctions)
    {
        Span<byte> expanded = stackalloc byte[Sr25519.ExpandedSize];
        CopyExpandedTo(expanded);
        Span<byte> child = stackalloc byte[Sr25519.ExpandedSize];
        Span<byte> publicKey = stackalloc byte[Sr25519.PublicKeySize];
        Span<byte> chainCode = stackalloc byte[Junction.ChainCodeSize];
        foreach (var junction in junctions)
        {
            junction.WriteChainCode(chainCode);
            if (junction.IsHard)
            {
                KeyDerivation.Hard(expanded, chainCode, child);
            }
            else
            {
                Sodium.Check(Sodium.ScalarMultBase(publicKey, expanded[..Sr25519.ScalarSize]));
                KeyDerivation.Soft(expanded, publicKey, chainCode, child);
            }

            child.CopyTo(expanded);
        }

        CryptographicOperations.ZeroMemory(child);
        return Adopt(expanded);
    }
}
