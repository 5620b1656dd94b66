using FsCheck;
using FsCheck.Fluent;
using Tsps.Drand.Fields;

namespace Tsps.Drand.Tests.Support;

internal static class Laws
{
    /// <summary>The axioms of a field, and that <see cref="IField{TSelf}.Square"/> and the negative are what their names say.</summary>
    public static Property OfField<TField>(Gen<TField> elements)
        where TField : struct, IField<TField>
    {
        var triples = from a in elements from b in elements from c in elements select (A: a, B: b, C: c);
        return Prop.ForAll(triples.ToArbitrary(), triple =>
        {
            var (a, b, c) = triple;
            Assert.Equal(a + b, b + a);
            Assert.Equal(a * b, b * a);
            Assert.Equal(a + b + c, a + (b + c));
            Assert.Equal(a * b * c, a * (b * c));
            Assert.Equal(a * (b + c), (a * b) + (a * c));
            Assert.Equal(a, a + TField.Zero);
            Assert.Equal(a, a * TField.One);
            Assert.Equal(TField.Zero, a + -a);
            Assert.Equal(a - b, a + -b);
            Assert.Equal(a * a, a.Square());
            Assert.Equal(a.Equals(TField.Zero), a.IsZero);
            Assert.Equal(a.IsZero ? TField.Zero : TField.One, a * a.Invert());
        });
    }

    /// <summary>A square has a root, and bytes come back.</summary>
    public static Property OfCoordinate<TField>(Gen<TField> elements)
        where TField : struct, ICoordinate<TField> =>
        Prop.ForAll(elements.ToArbitrary(), value =>
        {
            Assert.True(value.Square().TrySquareRoot(out var root));
            Assert.True(root.Equals(value) || root.Equals(-value));

            Assert.Equal(!value.IsZero, value.IsGreaterThanNegative != (-value).IsGreaterThanNegative);

            var bytes = new byte[TField.Size];
            value.Write(bytes);
            Assert.True(TField.TryRead(bytes, out var again));
            Assert.Equal(value, again);
        });
}
