namespace Tsps.Drand.Fields;

/// <summary>An element of a finite field, a value that does not change.</summary>
internal interface IField<TSelf> : IEquatable<TSelf>
    where TSelf : struct, IField<TSelf>
{
    static abstract TSelf Zero { get; }

    static abstract TSelf One { get; }

    bool IsZero { get; }

    static abstract TSelf operator +(in TSelf left, in TSelf right);

    static abstract TSelf operator -(in TSelf left, in TSelf right);

    static abstract TSelf operator -(in TSelf value);

    static abstract TSelf operator *(in TSelf left, in TSelf right);

    TSelf Square();

    /// <summary>The inverse; zero, which has none, gives zero.</summary>
    TSelf Invert();
}
