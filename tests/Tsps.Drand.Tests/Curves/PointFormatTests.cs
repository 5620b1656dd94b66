using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Tsps.Drand.Curves;
using Tsps.Drand.Fields;
using Tsps.Drand.Tests.Support;
using Tsps.Testing;

namespace Tsps.Drand.Tests.Curves;

[Trait(Categories.Name, Categories.Unit)]
public sealed class PointFormatTests
{
    [Property(MaxTest = 30)]
    public Property A_point_of_G1_comes_back() => ComesBack(Bls12381.G1, Elements.G1Points);

    [Property(MaxTest = 30)]
    public Property A_point_of_G2_comes_back() => ComesBack(Bls12381.G2, Elements.G2Points);

    [Property(MaxTest = 200)]
    public Property Arbitrary_bytes_are_a_point_of_G1_or_refused() => Decodes(Bls12381.G1);

    [Property(MaxTest = 200)]
    public Property Arbitrary_bytes_are_a_point_of_G2_or_refused() => Decodes(Bls12381.G2);

    [Fact]
    public void Refuses_a_wrong_length()
    {
        RefusesLengths(Bls12381.G1);
        RefusesLengths(Bls12381.G2);
    }

    [Fact]
    public void Refuses_what_is_not_marked_as_compressed()
    {
        Refuses(Bls12381.G1, bytes => bytes[0] &= unchecked((byte)~PointFlags.Compressed), "not marked as compressed");
        Refuses(Bls12381.G2, bytes => bytes[0] &= unchecked((byte)~PointFlags.Compressed), "not marked as compressed");
    }

    [Fact]
    public void Refuses_infinity_however_it_is_written()
    {
        RefusesInfinity(Bls12381.G1);
        RefusesInfinity(Bls12381.G2);
    }

    /// <summary>Each coefficient of x must be below the modulus, else one point would have several spellings.</summary>
    [Fact]
    public void Refuses_an_x_that_is_not_reduced()
    {
        RefusesX(Bls12381.G1, Numbers.ToBytes(Numbers.Modulus, Fp.Size), "not below the modulus");
        RefusesX(Bls12381.G2, [.. Numbers.ToBytes(Numbers.Modulus, Fp.Size), .. new byte[Fp.Size]], "not below the modulus");
        RefusesX(Bls12381.G2, [.. new byte[Fp.Size], .. Numbers.ToBytes(Numbers.Modulus, Fp.Size)], "not below the modulus");
        RefusesX(Bls12381.G2, [.. new byte[Fp.Size], .. Enumerable.Repeat((byte)0xff, Fp.Size)], "not below the modulus");
    }

    [Fact]
    public void Refuses_an_x_without_a_point_on_the_curve()
    {
        RefusesX(Bls12381.G1, SmallX(Bls12381.G1, squareOfY => !squareOfY.TrySquareRoot(out _)), "not on the curve");
        RefusesX(Bls12381.G2, SmallX(Bls12381.G2, squareOfY => !squareOfY.TrySquareRoot(out _)), "not on the curve");
    }

    [Fact]
    public void Refuses_a_point_of_the_curve_that_is_not_in_the_group()
    {
        // (0, 2) on y² = x³ + 4 has order 3.
        RefusesX(Bls12381.G1, new byte[Fp.Size], "not in the group");

        // Of the points with a small x none is in the group: they are one in 2^125 on G1's curve, and fewer still on that of G2.
        RefusesX(Bls12381.G1, SmallX(Bls12381.G1, squareOfY => squareOfY.TrySquareRoot(out _)), "not in the group");
        RefusesX(Bls12381.G2, SmallX(Bls12381.G2, squareOfY => squareOfY.TrySquareRoot(out _)), "not in the group");
    }

    private static Property ComesBack<TField>(Group<TField> group, Gen<AffinePoint<TField>> points)
        where TField : struct, ICoordinate<TField> =>
        Prop.ForAll(points.ToArbitrary(), point =>
        {
            var bytes = point.Encode();
            Assert.Equal(point, group.Decode(bytes));

            // Of the two points with this x, the flag tells which.
            bytes[0] ^= PointFlags.GreaterY;
            Assert.Equal(-point, group.Decode(bytes));
            Assert.Equal(bytes, (-point).Encode());
        });

    private static Property Decodes<TField>(Group<TField> group)
        where TField : struct, ICoordinate<TField>
    {
        var almostPoints =
            from bytes in Elements.Bytes(TField.Size)
            from flags in Gen.Elements(PointFlags.Compressed, (byte)(PointFlags.Compressed | PointFlags.GreaterY))
            select (byte[])[(byte)(flags | (bytes[0] & 0x0f)), .. bytes[1..]];
        return Prop.ForAll(Gen.OneOf(almostPoints, Elements.Bytes(TField.Size)).ToArbitrary(), bytes =>
        {
            try
            {
                Assert.Equal(bytes, group.Decode(bytes).Encode());
            }
            catch (PointFormatException refusal)
            {
                Assert.NotEmpty(refusal.Message);
            }
        });
    }

    private static void RefusesLengths<TField>(Group<TField> group)
        where TField : struct, ICoordinate<TField>
    {
        var bytes = group.Generator.Encode();
        byte[][] wrong = [[], bytes[..^1], [.. bytes, 0]];
        Assert.All(wrong, some =>
            Refusal.Expect<PointFormatException>($"has {some.Length} bytes and not {bytes.Length}", () => group.Decode(some)));
    }

    private static void RefusesInfinity<TField>(Group<TField> group)
        where TField : struct, ICoordinate<TField>
    {
        var infinity = new byte[TField.Size];
        infinity[0] = PointFlags.Compressed | PointFlags.AtInfinity;
        Refusal.Expect<PointFormatException>("infinity", () => group.Decode(infinity));
        Refuses(group, bytes => bytes[0] |= PointFlags.AtInfinity, "infinity");
    }

    private static void RefusesX<TField>(Group<TField> group, byte[] x, string message)
        where TField : struct, ICoordinate<TField>
    {
        x[0] = (byte)((x[0] & ~PointFlags.All) | PointFlags.Compressed);
        Refusal.Expect<PointFormatException>(message, () => group.Decode(x));
    }

    /// <summary>The first of x = 1, 2, 3, ... whose y² is as wanted.</summary>
    private static byte[] SmallX<TField>(Group<TField> group, Func<TField, bool> wanted)
        where TField : struct, ICoordinate<TField>
    {
        var x = TField.One;
        while (!wanted(group.SquareOfY(x)))
        {
            x += TField.One;
        }

        var bytes = new byte[TField.Size];
        x.Write(bytes);
        return bytes;
    }

    private static void Refuses<TField>(Group<TField> group, Action<byte[]> change, string message)
        where TField : struct, ICoordinate<TField>
    {
        var bytes = group.Generator.Encode();
        change(bytes);
        Refusal.Expect<PointFormatException>(message, () => group.Decode(bytes));
    }
}
