using System.Buffers;
using System.Numerics;
using Substrate.NetApi;
using Substrate.NetApi.Model.Types;
using Substrate.NetApi.Model.Types.Primitive;

namespace Tsps.Subtensor.Scale;

/// <summary>Collects SCALE-encoded values.</summary>
internal sealed class ScaleWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public void Write(IEncodable value) => _buffer.Write(value.Encode());

    public void Write(IType value) => _buffer.Write(value.Encode());

    public void WriteByte(byte value) => _buffer.Write([value]);

    public void WriteBytes(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);

    public void WriteCompact(BigInteger value) => Write(new CompactInteger(value));

    /// <summary>A vector of u16.</summary>
    public void WriteNumbers(IReadOnlyCollection<ushort> numbers)
    {
        WriteCompact(numbers.Count);
        foreach (var number in numbers)
        {
            Write(new U16(number));
        }
    }

    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();
}
