using System.Numerics;

namespace Tsps.Subtensor.Scale;

/// <summary>Reads structures by the names of their fields, so that fields may come and go around those we need.</summary>
internal static class ScaleFields
{
    public static ScaleComposite AsStructure(this ScaleValue value) => As<ScaleComposite>(value, "a structure");

    public static IReadOnlyList<ScaleValue> AsItems(this ScaleValue value) => As<ScaleSequence>(value, "a list").Items;

    public static BigInteger AsNumber(this ScaleValue value) => As<ScaleNumber>(value, "a number").Value;

    public static byte[] AsBytes(this ScaleValue value) => As<ScaleBytes>(value, "bytes").Value.ToArray();

    public static bool AsFlag(this ScaleValue value) => As<ScaleBool>(value, "true or false").Value;

    public static ScaleValue Field(this ScaleComposite structure, string name) =>
        structure.Find(name) ?? throw new ScaleException($"The chain's answer lacks the field '{name}'.");

    public static ulong UInt64(this ScaleComposite structure, string name) => Ranged(structure, name, ulong.MaxValue, number => (ulong)number);

    public static uint UInt32(this ScaleComposite structure, string name) => Ranged(structure, name, uint.MaxValue, number => (uint)number);

    public static ushort UInt16(this ScaleComposite structure, string name) => Ranged(structure, name, ushort.MaxValue, number => (ushort)number);

    public static byte Byte(this ScaleComposite structure, string name) => Ranged(structure, name, byte.MaxValue, number => (byte)number);

    public static bool Flag(this ScaleComposite structure, string name) => structure.Field(name).AsFlag();

    public static byte[] Bytes(this ScaleComposite structure, string name) => structure.Field(name).AsBytes();

    private static T Ranged<T>(ScaleComposite structure, string name, BigInteger highest, Func<BigInteger, T> convert)
    {
        var number = structure.Field(name).AsNumber();
        return number.Sign >= 0 && number <= highest
            ? convert(number)
            : throw new ScaleException($"The chain's field '{name}' is {number}, not from 0 to {highest}.");
    }

    private static T As<T>(ScaleValue value, string what)
        where T : ScaleValue =>
        value as T ?? throw new ScaleException($"The chain answered {value} where {what} was expected.");
}
