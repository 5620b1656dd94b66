namespace Tsps.Drand.Fields;

/// <summary>A field over which a curve of points is taken: its elements have roots, an order and bytes.</summary>
internal interface ICoordinate<TSelf> : IField<TSelf>
    where TSelf : struct, ICoordinate<TSelf>
{
    /// <summary>Bytes of an element.</summary>
    static abstract int Size { get; }

    /// <summary>Whether this is the greater of the element and its negative, which tells a point's two possible y apart.</summary>
    bool IsGreaterThanNegative { get; }

    /// <summary>Reads <see cref="Size"/> bytes, the most significant first; false when a coefficient is not below the modulus.</summary>
    static abstract bool TryRead(ReadOnlySpan<byte> bytes, out TSelf value);

    /// <summary>Writes <see cref="Size"/> bytes, the most significant first.</summary>
    void Write(Span<byte> bytes);

    /// <summary>One of the two square roots; false when there is none.</summary>
    bool TrySquareRoot(out TSelf root);
}
