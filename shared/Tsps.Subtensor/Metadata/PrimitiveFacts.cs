namespace Tsps.Subtensor.Metadata;

internal static class PrimitiveFacts
{
    /// <summary>The size of an integer type.</summary>
    public static int ByteCount(this Primitive primitive) => primitive switch
    {
        Primitive.U8 or Primitive.I8 => 1,
        Primitive.U16 or Primitive.I16 => 2,
        Primitive.U32 or Primitive.I32 => 4,
        Primitive.U64 or Primitive.I64 => 8,
        Primitive.U128 or Primitive.I128 => 16,
        Primitive.U256 or Primitive.I256 => 32,
        _ => throw new ArgumentOutOfRangeException(nameof(primitive), primitive, "Only integers have a fixed number of bytes."),
    };

    public static bool IsSigned(this Primitive primitive) => primitive is >= Primitive.I8 and <= Primitive.I256;
}
