using System.Buffers.Binary;
using FsCheck.Xunit;
using Tsps.Drand.Tests.Support;
using Tsps.Testing;

namespace Tsps.Drand.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class WeightsPayloadTests
{
    private static readonly byte[] Hotkey = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    [Property]
    public void Holds_hotkey_uids_values_and_version_key(ushort[] weights, ulong versionKey)
    {
        ushort[] uids = [.. weights.Select((_, uid) => (ushort)uid)];
        var payload = WeightsPayload.Encode(Hotkey, uids, weights, versionKey);

        Assert.Equal(0x80, payload[0]);
        Assert.Equal(Hotkey, payload[1..33]);
        var rest = payload.AsSpan(33);
        Assert.Equal(uids, ReadList(ref rest));
        Assert.Equal(weights, ReadList(ref rest));
        Assert.Equal(versionKey, BinaryPrimitives.ReadUInt64LittleEndian(rest));
        Assert.Equal(sizeof(ulong), rest.Length);
    }

    [Theory]
    [InlineData(0, "00")]
    [InlineData(63, "fc")]
    [InlineData(64, "0101")]
    [InlineData(16383, "fdff")]
    [InlineData(16384, "02000100")]
    public void Counts_are_as_short_as_they_can_be(int count, string expected)
    {
        var payload = WeightsPayload.Encode(Hotkey, new ushort[count], new ushort[count], 0);
        Assert.StartsWith(expected, Convert.ToHexStringLower(payload.AsSpan(33)), StringComparison.Ordinal);
        Assert.Equal(33 + (2 * ((expected.Length / 2) + (2 * count))) + 8, payload.Length);
    }

    [Fact]
    public void Refuses_a_hotkey_of_another_length_and_uids_without_a_value()
    {
        Refusal.Expect<ArgumentException>("these are 31", () => WeightsPayload.Encode(Hotkey.AsSpan(1), [], [], 0));
        Refusal.Expect<ArgumentException>("2 uids and 1 values", () => WeightsPayload.Encode(Hotkey, [1, 2], [3], 0));
    }

    private static ushort[] ReadList(ref Span<byte> bytes)
    {
        var (count, size) = (bytes[0] & 3) == 0 ? (bytes[0] >> 2, 1) : (BinaryPrimitives.ReadUInt16LittleEndian(bytes) >> 2, 2);
        var items = new ushort[count];
        for (var i = 0; i < count; i++)
        {
            items[i] = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(size + (2 * i))..]);
        }

        bytes = bytes[(size + (2 * count))..];
        return items;
    }
}
