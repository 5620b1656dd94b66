using System.Buffers.Binary;
using System.Text;

namespace Tsps.Mining.Tests;

/// <summary>An ONNX file whose answer is one number whatever the input, made of the format's protocol buffers by hand.</summary>
internal static class ConstantModel
{
    private const int Float = 1;
    private const int IrVersion = 8;
    private const int Opset = 15;
    private const int Features = 4;

    public static byte[] Of(float answer, int window) =>
    [
        .. Number(1, IrVersion),
        .. Message(7, Graph(answer, window)),
        .. Message(8, Number(2, Opset)),
    ];

    private static byte[] Graph(float answer, int window) =>
    [
        .. Message(1, Node("Flatten", ["input"], "flat")),
        .. Message(1, Node("MatMul", ["flat", "zeros"], "zero")),
        .. Message(1, Node("Add", ["zero", "answer"], "output")),
        .. Text(2, "constant"),
        .. Message(5, Weights("zeros", new float[window * Features], [window * Features, 1])),
        .. Message(5, Weights("answer", [answer], [1])),
        .. Message(11, Value("input", [window, Features])),
        .. Message(12, Value("output", [1])),
    ];

    private static byte[] Node(string type, string[] inputs, string output) =>
        [.. inputs.SelectMany(input => Text(1, input)), .. Text(2, output), .. Text(4, type)];

    private static byte[] Weights(string name, float[] values, long[] shape)
    {
        var bytes = new byte[values.Length * sizeof(float)];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        }

        return [.. shape.SelectMany(length => Number(1, length)), .. Number(2, Float), .. Text(8, name), .. Message(9, bytes)];
    }

    /// <summary>A tensor whose first dimension is open.</summary>
    private static byte[] Value(string name, long[] shape)
    {
        byte[] dimensions = [.. Message(1, Text(2, "batch")), .. shape.SelectMany(length => Message(1, Number(1, length)))];
        return [.. Text(1, name), .. Message(2, Message(1, [.. Number(1, Float), .. Message(2, dimensions)]))];
    }

    private static byte[] Number(int field, long value) => [.. VarInt(field << 3), .. VarInt(value)];

    private static byte[] Text(int field, string text) => Message(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Message(int field, byte[] content) => [.. VarInt((field << 3) | 2), .. VarInt(content.Length), .. content];

    private static IEnumerable<byte> VarInt(long value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            yield return (byte)((value & 0x7f) | 0x80);
        }

        yield return (byte)value;
    }
}
