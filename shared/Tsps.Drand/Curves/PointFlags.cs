namespace Tsps.Drand.Curves;

/// <summary>
/// The three highest bits of a compressed point's first byte, as Zcash has defined them. All other bits are x, the most significant byte first.
/// </summary>
internal static class PointFlags
{
    public const byte Compressed = 0x80;
    public const byte AtInfinity = 0x40;

    /// <summary>Of the two y that belong to x it is the greater.</summary>
    public const byte GreaterY = 0x20;

    public const byte All = Compressed | AtInfinity | GreaterY;
}
