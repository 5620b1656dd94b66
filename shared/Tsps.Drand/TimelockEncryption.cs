using System.Security.Cryptography;
using Tsps.Drand.Curves;
using Tsps.Drand.Fields;
using Tsps.Drand.Pairings;

namespace Tsps.Drand;

/// <summary>
/// Encryption that a round of drand opens (chain specification, section 7): the identity-based scheme of Boneh and Franklin, where the round
/// is the identity and its signature the key, made safe against changed ciphertexts as by Fujisaki and Okamoto, around AES-256-GCM.
/// </summary>
public static class TimelockEncryption
{
    /// <summary>Bytes of the longest ciphertext that the chain takes.</summary>
    public const int MaximumSize = 5000;

    /// <summary>Bytes of the longest message.</summary>
    public const int MaximumMessageSize = MaximumSize - TimelockLayout.Overhead;

    private const int KeySize = TimelockLayout.MaskedSize;

    /// <summary>Encrypts a message that anyone can read once the chain has published the signature of a round, and nobody before.</summary>
    /// <param name="random">
    /// Draws the AES key (32 bytes), sigma (32 bytes) and the nonce (12 bytes), in this order. No draw may be used for two messages.
    /// </param>
    /// <exception cref="ArgumentException">The message is too long for the chain.</exception>
    public static byte[] Encrypt(DrandChain chain, ulong round, ReadOnlySpan<byte> message, RandomNumberGenerator random)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(random);
        if (message.Length > MaximumMessageSize)
        {
            throw new ArgumentException(
                $"The chain takes at most {MaximumMessageSize} bytes as a timelocked message, and these are {message.Length}.", nameof(message));
        }

        Span<byte> key = stackalloc byte[KeySize];
        Span<byte> sigma = stackalloc byte[KeySize];
        Span<byte> nonce = stackalloc byte[TimelockLayout.NonceSize];
        random.GetBytes(key);
        random.GetBytes(sigma);
        random.GetBytes(nonce);

        var ciphertext = new byte[message.Length + TimelockLayout.Overhead];
        var layout = new TimelockLayout(message.Length);
        layout.WriteFrame(ciphertext);

        // e(r·identity, public key) = e(identity, public key)^r, and a multiple in G1 is cheaper than a power of the pairing.
        Span<byte> r = stackalloc byte[KeySize];
        DeriveScalar(sigma, key, r);
        var identity = DrandBeacon.Identity(round).Multiply(r).ToAffine();
        EphemeralKey(r).CopyTo(ciphertext.AsSpan(TimelockLayout.U));
        Mask(sigma, Pairing.Of(identity, chain.Key), ciphertext.AsSpan(TimelockLayout.V));
        Mask(key, sigma, ciphertext.AsSpan(TimelockLayout.W));

        using var aes = new AesGcm(key, TimelockLayout.TagSize);
        aes.Encrypt(nonce, message, ciphertext.AsSpan(layout.Message), ciphertext.AsSpan(layout.Tag));
        nonce.CopyTo(ciphertext.AsSpan(layout.Nonce));

        CryptographicOperations.ZeroMemory(key);
        CryptographicOperations.ZeroMemory(sigma);
        CryptographicOperations.ZeroMemory(r);
        return ciphertext;
    }

    /// <summary>Reads a message with its round's signature.</summary>
    /// <exception cref="PointFormatException">The signature is no point of G1.</exception>
    /// <exception cref="TimelockException">The ciphertext is malformed, or the signature is not the one that opens it.</exception>
    public static byte[] Decrypt(ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> signature)
    {
        var point = Bls12381.G1.Decode(signature);
        var layout = TimelockLayout.Of(ciphertext);
        var ephemeralKey = DecodeEphemeralKey(ciphertext[TimelockLayout.U]);

        Span<byte> sigma = stackalloc byte[KeySize];
        Span<byte> key = stackalloc byte[KeySize];
        Span<byte> r = stackalloc byte[KeySize];
        Mask(ciphertext[TimelockLayout.V], Pairing.Of(point, ephemeralKey), sigma);
        Mask(ciphertext[TimelockLayout.W], sigma, key);
        DeriveScalar(sigma, key, r);
        if (!ciphertext[TimelockLayout.U].SequenceEqual(EphemeralKey(r)))
        {
            throw new TimelockException(
                "The signature does not open the ciphertext: it is that of another round or chain, or the ciphertext was changed.");
        }

        var message = new byte[ciphertext.Length - TimelockLayout.Overhead];
        using var aes = new AesGcm(key, TimelockLayout.TagSize);
        try
        {
            aes.Decrypt(ciphertext[layout.Nonce], ciphertext[layout.Message], ciphertext[layout.Tag], message);
        }
        catch (AuthenticationTagMismatchException wrong)
        {
            throw new TimelockException("The AES part of the ciphertext was changed.", wrong);
        }

        return message;
    }

    private static AffinePoint<Fp2> DecodeEphemeralKey(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Bls12381.G2.Decode(bytes);
        }
        catch (PointFormatException wrong)
        {
            throw new TimelockException($"The ciphertext does not begin with an ephemeral key: {wrong.Message}", wrong);
        }
    }

    /// <summary>SHA-256 of sigma and key; a scalar that is not reduced, since multiples of points do not depend on that.</summary>
    private static void DeriveScalar(ReadOnlySpan<byte> sigma, ReadOnlySpan<byte> key, Span<byte> scalar)
    {
        Span<byte> seed = stackalloc byte[2 * KeySize];
        sigma.CopyTo(seed);
        key.CopyTo(seed[KeySize..]);
        SHA256.HashData(seed, scalar);
        CryptographicOperations.ZeroMemory(seed);
    }

    private static byte[] EphemeralKey(ReadOnlySpan<byte> scalar) => Bls12381.G2.Generator.Multiply(scalar).ToAffine().Encode();

    /// <summary>Masks by a pairing's value, in the order of bytes that the chain's tools have.</summary>
    private static void Mask(ReadOnlySpan<byte> value, in Fp12 secret, Span<byte> masked)
    {
        Span<byte> bytes = stackalloc byte[Fp12.Size];
        secret.WriteLittleEndian(bytes);
        Mask(value, bytes, masked);
    }

    /// <summary>Puts SHA-256 of a secret over a value of as many bytes, or takes it off again.</summary>
    private static void Mask(ReadOnlySpan<byte> value, ReadOnlySpan<byte> secret, Span<byte> masked)
    {
        Span<byte> mask = stackalloc byte[KeySize];
        SHA256.HashData(secret, mask);
        for (var i = 0; i < mask.Length; i++)
        {
            masked[i] = (byte)(value[i] ^ mask[i]);
        }
    }
}
