using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Substrate.NetApi;
using Substrate.NetApi.Model.Types.Primitive;
using Tsps.Domain;
using Tsps.Subtensor.Scale;

namespace Tsps.Subtensor;

/// <summary>
/// Weights that are first committed by their hash and shown later (chain specification, section 7). Keep it from commit to reveal:
/// without the salt nothing can be revealed.
/// </summary>
/// <param name="Salt">8 random numbers.</param>
/// <param name="VersionKey">At least the subnet's weights version.</param>
public sealed record WeightReveal(IReadOnlyList<UidWeight> Weights, IReadOnlyList<ushort> Salt, ulong VersionKey)
{
    private const int SaltLength = 8;

    /// <summary>What was stored when its hash was committed.</summary>
    public static WeightReveal Of(WeightCommitment commitment) => new(commitment.Weights, commitment.Salt, commitment.VersionKey);

    /// <summary>Draws the salt of a commitment.</summary>
    public static IReadOnlyList<ushort> DrawSalt()
    {
        var salt = new ushort[SaltLength];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(salt.AsSpan()));
        return salt;
    }

    /// <summary>BLAKE2b-256 of hotkey, netuid, uids, values, salt and version key: what <c>commit_weights</c> takes.</summary>
    /// <param name="publicKey">The 32 bytes of the hotkey that commits and reveals.</param>
    public byte[] Hash(ReadOnlySpan<byte> publicKey, ushort netuid) => HashExtension.Blake2(Preimage(publicKey, netuid), 256);

    internal byte[] Preimage(ReadOnlySpan<byte> publicKey, ushort netuid)
    {
        var writer = new ScaleWriter();
        writer.WriteBytes(publicKey);
        writer.Write(new U16(netuid));
        writer.WriteNumbers([.. Weights.Select(weight => weight.Uid)]);
        writer.WriteNumbers([.. Weights.Select(weight => weight.Value)]);
        writer.WriteNumbers([.. Salt]);
        writer.Write(new U64(VersionKey));
        return writer.ToArray();
    }

    /// <summary>The hash as hex, as <see cref="WeightCommit.Hash"/> has it.</summary>
    /// <inheritdoc cref="Hash"/>
    public string HashText(ReadOnlySpan<byte> publicKey, ushort netuid) => Hex.Encode(Hash(publicKey, netuid));
}
