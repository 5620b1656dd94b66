using System;
using System.Buffers.Binary;
using System.Numerics;
using Substrate.NetApi.Model.Types;

namespace Substrate.NetApi.Model.Extrinsics;

/// <summary>For which blocks an extrinsic is valid.</summary>
public class Era : IEncodable
{
    private const ulong LongestPeriod = 1 << 16;
    private const ulong LongestUnquantized = 1 << 12;

    public Era(ulong period, ulong phase, bool isImmortal)
    {
        Period = period;
        Phase = phase;
        IsImmortal = isImmortal;
    }

    public bool IsImmortal { get; }

    public ulong Period { get; }

    public ulong Phase { get; }

    /// <summary>An era of about <paramref name="lifeTime"/> blocks (the nearest power of two, 4 to 65536) from the given block on; 0 is immortal.</summary>
    public static Era Create(uint lifeTime, ulong finalizedHeaderBlockNumber)
    {
        if (lifeTime == 0)
        {
            return new Era(0, 0, true);
        }

        // Like the real one it rounds to the nearest, which may be a shorter era than was asked for.
        var period = Math.Clamp(1UL << (int)Math.Round(Math.Log2(lifeTime)), 4, LongestPeriod);
        var quantum = Quantum(period);
        return new Era(period, finalizedHeaderBlockNumber % period / quantum * quantum, false);
    }

    /// <summary>The block whose hash is signed.</summary>
    public ulong EraStart(ulong currentBlockNumber) =>
        IsImmortal ? 0 : ((Math.Max(currentBlockNumber, Phase) - Phase) / Period * Period) + Phase;

    public byte[] Encode()
    {
        if (IsImmortal)
        {
            return [0];
        }

        var exponent = Math.Clamp(BitOperations.TrailingZeroCount(Period) - 1, 1, 15);
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)((uint)exponent | (Phase / Quantum(Period) << 4)));
        return bytes;
    }

    private static ulong Quantum(ulong period) => Math.Max(1, period / LongestUnquantized);
}
