using Tsps.Drand.Fields;

namespace Tsps.Drand.Curves;

/// <summary>The points of prime order on a curve y² = x³ + b.</summary>
internal sealed class Group<TField>(string name, in TField b, in AffinePoint<TField> generator)
    where TField : struct, ICoordinate<TField>
{
    private readonly TField _b = b;

    public AffinePoint<TField> Generator { get; } = generator;

    /// <summary>Reads a compressed point other than infinity.</summary>
    /// <exception cref="PointFormatException">The bytes are no such point.</exception>
    public AffinePoint<TField> Decode(ReadOnlySpan<byte> bytes)
    {
        var point = Decompress(bytes);
        return point.Multiply(Bls12381.Order).IsInfinity
            ? point
            : throw Wrong("is on the curve but not in the group of prime order");
    }

    /// <summary>x³ + b: the y² of the points with this x.</summary>
    public TField SquareOfY(in TField x) => (x.Square() * x) + _b;

    /// <summary>Reads a point of the curve, of whatever order.</summary>
    private AffinePoint<TField> Decompress(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != TField.Size)
        {
            throw Wrong($"has {bytes.Length} bytes and not {TField.Size}");
        }

        var flags = bytes[0] & PointFlags.All;
        if ((flags & PointFlags.Compressed) == 0)
        {
            throw Wrong("is not marked as compressed (the highest bit of its first byte)");
        }

        if ((flags & PointFlags.AtInfinity) != 0)
        {
            throw Wrong("is marked as the one at infinity, which is of no use here");
        }

        Span<byte> number = stackalloc byte[TField.Size];
        bytes.CopyTo(number);
        number[0] &= unchecked((byte)~PointFlags.All);
        if (!TField.TryRead(number, out var x))
        {
            throw Wrong("has an x that is not below the modulus");
        }

        if (!SquareOfY(x).TrySquareRoot(out var y))
        {
            throw Wrong("is not on the curve: there is no y for its x");
        }

        return new(x, y.IsGreaterThanNegative == ((flags & PointFlags.GreaterY) != 0) ? y : -y);
    }

    private PointFormatException Wrong(string how) => new($"The {name} point {how}.");
}
