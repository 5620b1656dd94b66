using FsCheck.Xunit;
using Tsps.Bittensor.Dendrite;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Dendrite;

[Trait(Categories.Name, Categories.Unit)]
public sealed class EchoFilterTests
{
    private static readonly byte[] Echo = [.. Enumerable.Range(0, 5000).Select(i => (byte)('A' + (i * 7919 % 26)))];

    [Property]
    public bool An_echo_in_any_chunks_is_replaced_by_the_mark(byte[] before, byte[] after, ushort[] chunkSizes) =>
        Filter([.. before, .. Echo, .. after], chunkSizes).AsSpan().SequenceEqual([.. before, .. EchoFilter.Mark, .. after]);

    [Property]
    public bool A_text_that_only_begins_like_the_echo_is_kept(byte[] before, ushort length, byte[] after, ushort[] chunkSizes)
    {
        byte[] text = [.. before, .. Echo.AsSpan(0, length % Echo.Length), (byte)'!', .. after];
        return Filter(text, chunkSizes).AsSpan().SequenceEqual(text);
    }

    [Property]
    public bool An_answer_that_ends_within_the_echo_is_kept(byte[] before, ushort length, ushort[] chunkSizes)
    {
        byte[] text = [.. before, .. Echo.AsSpan(0, length % Echo.Length)];
        return Filter(text, chunkSizes).AsSpan().SequenceEqual(text);
    }

    [Fact]
    public void A_short_echo_is_left_where_it_is()
    {
        using var output = new PooledBuffer(16);
        var filter = new EchoFilter(output, "abc"u8.ToArray());

        filter.Add("xabcx"u8);
        filter.Complete();

        Assert.Equal("xabcx"u8, output.Written.Span);
    }

    private static byte[] Filter(byte[] text, ushort[] chunkSizes)
    {
        using var output = new PooledBuffer(16);
        var filter = new EchoFilter(output, Echo);
        var (start, i) = (0, 0);
        while (start < text.Length)
        {
            var size = Math.Min(text.Length - start, chunkSizes.Length == 0 ? text.Length : 1 + (chunkSizes[i++ % chunkSizes.Length] % 3000));
            filter.Add(text.AsSpan(start, size));
            start += size;
        }

        filter.Complete();
        return output.Written.ToArray();
    }
}
