using System.Text;
using FsCheck.Xunit;
using Tsps.Bittensor.Tensors;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Tensors;

[Trait(Categories.Name, Categories.Unit)]
public sealed class TensorCodecTests
{
    private static readonly TensorLimits Limits = new(1000);

    [Property]
    public bool Doubles_come_back_bit_for_bit(double[] values) => Comes_back(values);

    [Property]
    public bool Floats_come_back_bit_for_bit(float[] values) => Comes_back(values);

    [Property]
    public bool Integers_come_back(long[] values) => Comes_back(values);

    [Property]
    public bool Bytes_come_back(byte[] values) => Comes_back(values);

    [Property]
    public bool Truths_come_back(bool[] values) => Comes_back(values);

    [Property]
    public bool A_matrix_keeps_its_shape(byte rows, double[] row)
    {
        double[] values = [.. Enumerable.Repeat(row, rows).SelectMany(value => value)];
        var tensor = Tensor.Of(values, rows, row.Length);

        return TensorVectors.AreSame(tensor, TensorCodec.Decode(TensorCodec.Encode(tensor, TensorDtypeSpelling.Torch), new TensorLimits(1 << 20)));
    }

    [Property]
    public bool Changed_bytes_are_read_or_refused_but_never_break_anything(byte[] noise, uint place, double[] values)
    {
        var block = TensorCodec.Encode<double>(values, [values.Length], TensorDtypeSpelling.Bare);
        var bytes = Convert.FromBase64String(Encoding.ASCII.GetString(block.Buffer!.Value.Span));
        noise.AsSpan(0, Math.Min(noise.Length, 8)).CopyTo(bytes.AsSpan((int)(place % (uint)(bytes.Length - 8))));

        return IsReadOrRefused(Block(bytes, values.Length));
    }

    [Theory]
    [InlineData("85c4026e64c3c40474797065a33c6638c4046b696e64c400c405736861706592ce7fffffffce7fffffffc40464617461c400", "elements")]
    [InlineData("85c4026e64c3c40474797065a33c6638c4046b696e64c400c4057368617065df7fffffffc40464617461c400", "shape")]
    [InlineData("85c4026e64c3c40474797065a33c6638c4046b696e64c400c405736861706591ffc40464617461c400", "lengths")]
    [InlineData("85c4026e64c3c40474797065a33c6638c4046b696e64c400c405736861706591cfffffffffffffffffc40464617461c400", "63 bits")]
    [InlineData("85c4026e64c3c40474797065a33c6638c4046b696e64c400c405736861706591ccfac40464617461c400", "bytes of data")]
    [InlineData("dfffffffffc4026e64c3", "too early")]
    [InlineData("81c4026e64d40100", "place in a tensor")]
    [InlineData("81a178c70501aabbccddee", "place in a tensor")]
    [InlineData("81a178ddffffffff", "too early")]
    [InlineData("81c4026e64c0", "neither true nor false")]
    [InlineData("83c4026e64c3c40474797065a33c6638c4046b696e64c4014f", "objects")]
    [InlineData("83c4026e64c3c40474797065a33c6638c4046b696e64c40156", "objects")]
    [InlineData("83c4026e64c3c40474797065a4003c6638c40464617461c400", "element type")]
    [InlineData("84c4026e64c3c40474797065a73c4d385b6e735dc405736861706590c40464617461c4080000000000000000", "element type")]
    [InlineData("93cb0000000000000000c0c0", "map")]
    [InlineData("c1", "place in a tensor")]
    public void Hostile_buffers_are_refused_with_a_reason(string hex, string reason)
    {
        var error = Assert.Throws<TensorFormatException>(() => TensorCodec.Decode(Block(Convert.FromHexString(hex), 1), Limits));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_as_deep_as_the_buffer_is_long_is_passed_over_without_recursion()
    {
        Assert.Contains("'nd'", Refuse(3000), StringComparison.Ordinal);
        Assert.Contains("too much beside its data", Refuse(1_000_000), StringComparison.Ordinal);

        static string Refuse(int depth)
        {
            byte[] bytes = [0x81, 0xa1, (byte)'x', .. Enumerable.Repeat((byte)0x91, depth), 0xc0];
            return Assert.Throws<TensorFormatException>(() => TensorCodec.Decode(Block(bytes, 1), TensorLimits.Default)).Message;
        }
    }

    [Theory]
    [InlineData("81c4026e64d40100", "place in a tensor", 0)]
    [InlineData("85c4026e64c3c40474797065a33c6638c4046b696e64c400c405736861706592ce3b9aca00ce3b9aca00c40464617461c60000c350", "elements", 0)]
    [InlineData("85c4026e64c3c40474797065a33c6638c4046b696e64c400c405736861706591ffc40464617461c60000c350", "lengths", 0)]
    [InlineData("85c4026e64c3c40474797065a33c7838c4046b696e64c400c405736861706591cd03e8c40464617461c60000c350", "element type", 0)]
    [InlineData("85c4026e64c3c40474797065a33c6638c4046b696e64c400c40573686170659101c40464617461c600ffffff", "too early", 0)]
    [InlineData("85c4026e64c3c40474797065a33c6638c4046b696e64c400c405736861706591cd03e8c40464617461c600000fa0", "bytes of data", 0)]
    [InlineData("85c4026e64c3c40474797065a33c6638c4046b696e64c400c405736861706591cd03e8c40464617461c600001f40", "Bytes follow", 0)]
    [InlineData("85c4026e64c3c40474797065a33c6638c4046b696e64c400c405736861706591cd03e8c40464617461c60000c350", "do not fit the shape", 7)]
    [InlineData("df0fffffff", "too much beside its data", 0)]
    public void A_large_hostile_buffer_is_refused_by_its_first_bytes_with_a_reason(string hex, string reason, long length)
    {
        var text = Convert.ToBase64String([.. Convert.FromHexString(hex), .. new byte[50_100]]);

        // That the text ends within a byte would be found only at its end.
        var error = Assert.Throws<TensorFormatException>(() => TensorCodec.Decode(
            new TensorBlock(Encoding.ASCII.GetBytes(text.TrimEnd('=') + "A"), TensorDtype.Float64, TensorDtypeSpelling.Bare, [length]), new TensorLimits(10_000)));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(false, 76)]
    [InlineData(true, 0)]
    [InlineData(true, 76)]
    public void A_large_tensor_is_read_with_line_breaks_and_with_its_keys_in_any_order(bool startsWithData, int lineLength)
    {
        double[] values = [.. Enumerable.Range(0, 5_000)];
        var bytes = Convert.FromBase64String(Encoding.ASCII.GetString(TensorCodec.Encode<double>(values, [values.Length], TensorDtypeSpelling.Bare).Buffer!.Value.Span));
        var data = bytes.AsSpan().IndexOf("data"u8) - 2;
        byte[] ordered = startsWithData ? [bytes[0], .. bytes[data..], .. bytes[1..data]] : bytes;
        var text = Convert.ToBase64String(ordered);
        var broken = lineLength > 0 ? string.Join("\r\n-", text.Chunk(lineLength).Select(line => new string(line))) : text;

        var tensor = TensorCodec.Decode(new TensorBlock(Encoding.ASCII.GetBytes(broken), TensorDtype.Float64, TensorDtypeSpelling.Bare, [values.Length]), new TensorLimits(10_000));

        Assert.Equal(values, tensor.ToDoubles());
    }

    [Theory]
    [InlineData(2, -1, -1)]
    [InlineData(-2, 3, 1)]
    [InlineData(0, -1, 1)]
    [InlineData(long.MaxValue, long.MaxValue, 2)]
    [InlineData(4294967296, 4294967296, 6)]
    public void Shapes_that_do_not_fit_are_refused(long first, long second, long third)
    {
        var block = TensorCodec.Encode<double>([1, 2, 3, 4, 5, 6], [6], TensorDtypeSpelling.Bare);

        Assert.Throws<TensorFormatException>(() => TensorCodec.Decode(new TensorBlock(block.Buffer, block.Dtype, block.Spelling, [first, second, third]), Limits));
    }

    [Fact]
    public void More_elements_than_allowed_are_refused_before_they_are_decoded()
    {
        var block = TensorCodec.Encode<byte>(new byte[1001], [1001], TensorDtypeSpelling.Bare);
        var huge = TensorCodec.Encode<double>(new double[100_000], [100_000], TensorDtypeSpelling.Bare);

        Assert.Contains("1000 elements", Assert.Throws<TensorFormatException>(() => TensorCodec.Decode(block, Limits)).Message, StringComparison.Ordinal);
        Assert.Contains("1000 elements", Assert.Throws<TensorFormatException>(() => TensorCodec.Decode(huge, Limits)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gqJ4eMA")]
    [InlineData("gqJ4eMA=", "gqJ4e")]
    [InlineData("=")]
    [InlineData("A")]
    public void Base64_that_ends_too_early_is_refused(params string[] texts)
    {
        foreach (var text in texts)
        {
            Assert.Throws<TensorFormatException>(() => TensorCodec.Decode(new TensorBlock(Encoding.ASCII.GetBytes(text), TensorDtype.Float64, TensorDtypeSpelling.Bare, [0]), Limits));
        }
    }

    [Fact]
    public void What_follows_the_padding_is_not_read()
    {
        var block = TensorCodec.Encode<byte>([7, 8], [2], TensorDtypeSpelling.Bare);
        var text = Encoding.ASCII.GetString(block.Buffer!.Value.Span);
        Assert.EndsWith("=", text, StringComparison.Ordinal);

        var padded = new TensorBlock(Encoding.ASCII.GetBytes(text + "AAAA"), block.Dtype, block.Spelling, block.Shape);

        Assert.Equal([7, 8], TensorCodec.Decode(padded, Limits).Values<byte>().ToArray());
    }

    [Fact]
    public void Big_endian_data_are_read_as_SDK_10_reads_them()
    {
        var bytes = Convert.FromHexString("84c4026e64c3c40474797065a33e6938c405736861706591" + "01" + "c40464617461c4080000000000000102");

        Assert.Equal([258.0], TensorCodec.Decode(Block(bytes, 1), Limits).ToDoubles());
    }

    [Theory]
    [InlineData(double.NaN, long.MinValue, int.MinValue, 0, 0)]
    [InlineData(double.PositiveInfinity, long.MinValue, int.MinValue, 0, 0)]
    [InlineData(-1.9, -1, -1, -1, 255)]
    [InlineData(300.7, 300, 300, 44, 44)]
    [InlineData(1e300, long.MinValue, int.MinValue, 0, 0)]
    public void Doubles_become_integers_as_on_x64(double value, long asInt64, int asInt32, sbyte asInt8, byte asUInt8)
    {
        var block = TensorCodec.Encode<double>([value], [1], TensorDtypeSpelling.Bare);

        Assert.Equal(asInt64, As(TensorDtype.Int64).Values<long>()[0]);
        Assert.Equal(asInt32, As(TensorDtype.Int32).Values<int>()[0]);
        Assert.Equal(asInt8, As(TensorDtype.Int8).Values<sbyte>()[0]);
        Assert.Equal(asUInt8, As(TensorDtype.UInt8).Values<byte>()[0]);

        Tensor As(TensorDtype dtype) => TensorCodec.Decode(new TensorBlock(block.Buffer, dtype, block.Spelling, block.Shape), Limits);
    }

    [Fact]
    public void Values_are_given_as_their_own_type_only()
    {
        var tensor = Tensor.Of([1.5f], 1);

        Assert.Throws<InvalidOperationException>(() => tensor.Values<double>().Length);
        Assert.Equal([1.5], tensor.ToDoubles());
        Assert.Throws<InvalidOperationException>(() => Tensor.Of([sbyte.MinValue], 1).Values<byte>().Length);
        Assert.Equal([-128.0], Tensor.Of([sbyte.MinValue], 1).ToDoubles());
    }

    [Fact]
    public void A_shape_that_does_not_fit_the_values_is_refused()
    {
        Assert.Throws<ArgumentException>(() => TensorCodec.Encode<double>([1, 2, 3], [2], TensorDtypeSpelling.Bare));
        Assert.Throws<ArgumentException>(() => Tensor.Of([1.0], -1, -1));
        Assert.Throws<ArgumentException>(() => TensorCodec.Encode<char>(['a'], [1], TensorDtypeSpelling.Bare));
    }

    private static bool Comes_back<T>(T[] values)
        where T : unmanaged
    {
        var tensor = Tensor.Of(values, values.Length);
        return TensorVectors.AreSame(tensor, TensorCodec.Decode(TensorCodec.Encode(tensor, TensorDtypeSpelling.Bare), TensorLimits.Default));
    }

    private static bool IsReadOrRefused(TensorBlock block)
    {
        try
        {
            return TensorCodec.Decode(block, Limits).Count <= Limits.MaxElements;
        }
        catch (TensorFormatException exception)
        {
            return exception.Message.Length > 0;
        }
    }

    private static TensorBlock Block(byte[] bytes, int length) =>
        new(Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes)), TensorDtype.Float64, TensorDtypeSpelling.Bare, [length]);
}
