using System.Numerics;
using FsCheck.Xunit;
using Tsps.Subtensor.Scale;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Scale;

[Trait(Categories.Name, Categories.Unit)]
public class ScaleReaderTests
{
    [Property]
    public bool Reads_back_the_compact_integers_that_were_written(ulong value, byte shift)
    {
        var number = new BigInteger(value) >> (shift % 64);
        var reader = new ScaleReader(Written(writer => writer.WriteCompact(number)));
        return reader.ReadCompact() == number && reader.Remaining == 0;
    }

    [Property]
    public bool Never_reads_past_the_end_of_any_bytes(byte[] bytes)
    {
        try
        {
            var reader = new ScaleReader(bytes);
            while (reader.Remaining > 0)
            {
                reader.ReadText();
            }

            return reader.Position == bytes.Length;
        }
        catch (ScaleException)
        {
            return true;
        }
    }

    [Theory]
    [InlineData("0100")]
    [InlineData("fd00")]
    [InlineData("02000000")]
    [InlineData("feff0000")]
    [InlineData("0300000000")]
    [InlineData("03ffffff3f")]
    [InlineData("07ffffffff00")]
    [InlineData("13000000000000000000")]
    public void Refuses_a_compact_integer_that_is_longer_than_it_need_be(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        var exception = Assert.Throws<ScaleException>(() => new ScaleReader(bytes).ReadCompact());
        Assert.Contains("longer than it need be", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(255)]
    public void Refuses_flags_other_than_0_and_1(byte flag)
    {
        Assert.Throws<ScaleException>(() => new ScaleReader([flag]).ReadBool());
        Assert.Throws<ScaleException>(() => new ScaleReader([flag]).ReadOption());
    }

    [Fact]
    public void Refuses_more_items_than_the_bytes_that_follow_can_hold()
    {
        var bytes = Written(writer => writer.WriteCompact(uint.MaxValue));
        var exception = Assert.Throws<ScaleException>(() => new ScaleReader(bytes).ReadCount());
        Assert.Contains("only 0 bytes are left", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_text_that_is_not_utf8()
    {
        Assert.Throws<ScaleException>(() => new ScaleReader([0x08, 0xc3, 0x28]).ReadText());
    }

    [Fact]
    public void Says_how_many_bytes_are_left_over()
    {
        var exception = Assert.Throws<ScaleException>(() => new ScaleReader([1, 2, 3]).ExpectEnd());
        Assert.Contains("3 of 3 bytes", exception.Message, StringComparison.Ordinal);
    }

    private static byte[] Written(Action<ScaleWriter> write)
    {
        var writer = new ScaleWriter();
        write(writer);
        return writer.ToArray();
    }
}
