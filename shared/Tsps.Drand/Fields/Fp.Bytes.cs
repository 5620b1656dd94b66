using System.Buffers.Binary;

namespace Tsps.Drand.Fields;

/// <content>From numbers and bytes into Montgomery form, and back.</content>
internal readonly partial struct Fp
{
    /// <summary>Bytes of an element.</summary>
    public const int Size = 6 * sizeof(ulong);

    /// <summary>Bytes that <see cref="FromWide"/> takes.</summary>
    public const int WideSize = 64;

    private const int HalfOfWide = WideSize / 2;

    /// <summary>R² mod p; times it, a number comes into Montgomery form.</summary>
    private static readonly Fp RSquared = PowerOfTwo(2 * BitsOfR);

    private static readonly Fp TwoToHalfOfWide = PowerOfTwo(BitsOfR + (8 * HalfOfWide));

    static int ICoordinate<Fp>.Size => Size;

    public bool IsGreaterThanNegative
    {
        get
        {
            Span<byte> bytes = stackalloc byte[Size];
            Span<byte> negative = stackalloc byte[Size];
            Write(bytes);
            (-this).Write(negative);
            return bytes.SequenceCompareTo(negative) > 0;
        }
    }

    /// <summary>The least significant bit; RFC 9380 calls it sgn0.</summary>
    public bool IsOdd => (FromMontgomery()._l0 & 1) != 0;

    public static Fp FromNumber(ulong number) => new Fp(number, 0, 0, 0, 0, 0) * RSquared;

    /// <summary>A constant: at most 96 hex digits, the most significant first.</summary>
    public static Fp FromHex(string hex) =>
        TryRead(Convert.FromHexString(hex.PadLeft(2 * Size, '0')), out var value)
            ? value
            : throw new FormatException($"{hex} is not below the modulus.");

    /// <summary>A number of 64 bytes, the most significant first, reduced: so a hash of 512 bits becomes an element without a bias.</summary>
    public static Fp FromWide(ReadOnlySpan<byte> bytes) =>
        (FromHalf(bytes[..HalfOfWide]) * TwoToHalfOfWide) + FromHalf(bytes[HalfOfWide..]);

    public static bool TryRead(ReadOnlySpan<byte> bytes, out Fp value)
    {
        var number = ReadLimbs(bytes);
        value = number * RSquared;
        return number.IsBelowModulus();
    }

    public void Write(Span<byte> bytes)
    {
        var number = FromMontgomery();
        BinaryPrimitives.WriteUInt64BigEndian(bytes, number._l5);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], number._l4);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], number._l3);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[24..], number._l2);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[32..], number._l1);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[40..], number._l0);
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        Write(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    private static Fp ReadLimbs(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64BigEndian(bytes[40..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[32..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes));

    /// <summary>32 bytes, a number below 2^256 and so below p.</summary>
    private static Fp FromHalf(ReadOnlySpan<byte> half)
    {
        Span<byte> bytes = stackalloc byte[Size];
        bytes.Clear();
        half.CopyTo(bytes[^HalfOfWide..]);
        return ReadLimbs(bytes) * RSquared;
    }

    private Fp FromMontgomery() => this * new Fp(1, 0, 0, 0, 0, 0);

    private bool IsBelowModulus()
    {
        ulong borrow = 0;
        _ = Limb.Subtract(_l0, P0, ref borrow);
        _ = Limb.Subtract(_l1, P1, ref borrow);
        _ = Limb.Subtract(_l2, P2, ref borrow);
        _ = Limb.Subtract(_l3, P3, ref borrow);
        _ = Limb.Subtract(_l4, P4, ref borrow);
        _ = Limb.Subtract(_l5, P5, ref borrow);
        return borrow != 0;
    }
}
