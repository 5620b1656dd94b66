using Tsps.Drand.Fields;

namespace Tsps.Drand.Curves;

/// <summary>A point of a curve y² = x³ + b, never the one at infinity.</summary>
internal readonly struct AffinePoint<TField>(in TField x, in TField y) : IEquatable<AffinePoint<TField>>
    where TField : struct, ICoordinate<TField>
{
    public readonly TField X = x;
    public readonly TField Y = y;

    public static AffinePoint<TField> operator -(in AffinePoint<TField> point) => new(point.X, -point.Y);

    /// <summary>This point <paramref name="scalar"/> times, by doubling and adding.</summary>
    /// <param name="scalar">The most significant byte first, of any length; the time depends on it.</param>
    public JacobianPoint<TField> Multiply(ReadOnlySpan<byte> scalar)
    {
        var product = JacobianPoint<TField>.Infinity;
        foreach (var part in scalar)
        {
            for (var bit = 7; bit >= 0; bit--)
            {
                product = product.Double();
                if (((part >> bit) & 1) != 0)
                {
                    product = product.Add(this);
                }
            }
        }

        return product;
    }

    /// <summary>The compressed form: x with <see cref="PointFlags"/>.</summary>
    public byte[] Encode()
    {
        var bytes = new byte[TField.Size];
        X.Write(bytes);
        bytes[0] |= PointFlags.Compressed;
        if (Y.IsGreaterThanNegative)
        {
            bytes[0] |= PointFlags.GreaterY;
        }

        return bytes;
    }

    public bool Equals(AffinePoint<TField> other) => X.Equals(other.X) && Y.Equals(other.Y);

    public override bool Equals(object? obj) => obj is AffinePoint<TField> other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(X, Y);

    public override string ToString() => $"({X}, {Y})";
}
