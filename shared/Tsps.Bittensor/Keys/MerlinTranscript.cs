using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Tsps.Bittensor.Keys;

/// <summary>A merlin transcript (version 1.0): what was said so far, from which challenges and nonces are drawn.</summary>
/// <remarks>Works in memory that the caller gives and wipes; see <see cref="Strobe128"/>.</remarks>
internal ref struct MerlinTranscript
{
    public const int MemorySize = Strobe128.MemorySize;

    private Strobe128 _strobe;

    public MerlinTranscript(Span<byte> memory, scoped ReadOnlySpan<byte> label)
    {
        _strobe = new Strobe128(memory, "Merlin v1.0"u8);
        Append("dom-sep"u8, label);
    }

    public void Append(scoped ReadOnlySpan<byte> label, scoped ReadOnlySpan<byte> message)
    {
        AppendFrame(label, message.Length);
        _strobe.AssociatedData(message);
    }

    /// <summary>Fills <paramref name="challenge"/> and takes it into the transcript.</summary>
    public void Challenge(scoped ReadOnlySpan<byte> label, scoped Span<byte> challenge)
    {
        AppendFrame(label, challenge.Length);
        _strobe.Prf(challenge);
    }

    /// <summary>A challenge reduced to a scalar of 32 bytes.</summary>
    public void ChallengeScalar(scoped ReadOnlySpan<byte> label, scoped Span<byte> scalar)
    {
        Span<byte> wide = stackalloc byte[64];
        Challenge(label, wide);
        Sodium.ScalarReduce(scalar, wide);
        CryptographicOperations.ZeroMemory(wide);
    }

    /// <summary>
    /// Fills <paramref name="output"/> with secret bytes that depend on the transcript, a secret seed and fresh randomness,
    /// so that neither a repeated message nor a broken random source repeats them. The transcript stays as it was.
    /// </summary>
    public readonly void Witness(scoped ReadOnlySpan<byte> label, scoped ReadOnlySpan<byte> secretSeed, scoped Span<byte> output)
    {
        Span<byte> memory = stackalloc byte[Strobe128.MemorySize];
        Span<byte> random = stackalloc byte[32];
        RandomNumberGenerator.Fill(random);
        var strobe = _strobe.CopyTo(memory);
        Span<byte> length = stackalloc byte[4];

        BinaryPrimitives.WriteInt32LittleEndian(length, secretSeed.Length);
        strobe.MetaAssociatedData(label, more: false);
        strobe.MetaAssociatedData(length, more: true);
        strobe.Key(secretSeed);

        strobe.MetaAssociatedData("rng"u8, more: false);
        strobe.Key(random);

        BinaryPrimitives.WriteInt32LittleEndian(length, output.Length);
        strobe.MetaAssociatedData(length, more: false);
        strobe.Prf(output);

        CryptographicOperations.ZeroMemory(memory);
        CryptographicOperations.ZeroMemory(random);
    }

    private void AppendFrame(scoped ReadOnlySpan<byte> label, int dataLength)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, dataLength);
        _strobe.MetaAssociatedData(label, more: false);
        _strobe.MetaAssociatedData(length, more: true);
    }
}
