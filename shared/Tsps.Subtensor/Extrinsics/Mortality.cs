using System.Numerics;
using Era = Substrate.NetApi.Model.Extrinsics.Era;

namespace Tsps.Subtensor.Extrinsics;

/// <summary>From which block to which an extrinsic is valid.</summary>
/// <param name="BirthHash">The hash of the block at which <paramref name="Era"/> begins; the genesis hash when it is immortal.</param>
/// <param name="DeathBlock">The first block in which it is no longer valid; null when it is immortal.</param>
internal sealed record Mortality(Era Era, ReadOnlyMemory<byte> BirthHash, ulong? DeathBlock)
{
    public static Mortality Immortal(ReadOnlyMemory<byte> genesisHash) => new(Era.Create(0, 0), genesisHash, null);

    /// <summary>An era of at least that many blocks, 4 to 65536, from a block on.</summary>
    /// <remarks>The runtime's periods are powers of two; left to itself the library takes the nearest, which may be a shorter one.</remarks>
    /// <param name="blocks">0 is immortal.</param>
    public static Era EraFor(uint blocks, ulong currentBlock) => Era.Create(BitOperations.RoundUpToPowerOf2(blocks), currentBlock);

    /// <param name="era">A mortal era made for <paramref name="currentBlock"/>.</param>
    /// <param name="currentBlock">The block from which the period counts.</param>
    /// <param name="birthHash">The hash of the block <c>era.EraStart(currentBlock)</c>.</param>
    public static Mortality Mortal(Era era, ulong currentBlock, ReadOnlyMemory<byte> birthHash) =>
        new(era, birthHash, era.EraStart(currentBlock) + era.Period);
}
