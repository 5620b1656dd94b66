using System.IO.Compression;
using FsCheck.Xunit;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Markets.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class CandleFileTests : IDisposable
{
    private const string Header = "open_time_ms,open,high,low,close,volume";
    private const string FirstLine = "1659312000000,23296.36,23317.72,23262.27,23277.42,651.57251";
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);
    private static readonly Candle First = new(1659312000000, 23296.36, 23317.72, 23262.27, 23277.42, 651.57251);
    private static readonly Candle Second = new(1659312300000, 23274.75, 23285.84, 23257.37, 23277.32, 474.05582);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tsps-candles-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Reads_the_columns_in_any_order_and_passes_over_others()
    {
        var path = Write("trades,volume,close,LOW, high ,open,open_time_ms\r\n7,651.57251,23277.42,23262.27,23317.72,23296.36,1659312000000\r\n");

        Assert.Equal([First], await CandleFile.LoadAsync(path, Interval, Cancellation));
    }

    [Theory]
    [InlineData("candles.csv.gz", true)]
    [InlineData("candles.csv", true)]
    [InlineData("candles.csv.gz", false)]
    public async Task Sees_gzip_from_the_content_and_not_from_the_name(string name, bool compressed)
    {
        var path = Path.Combine(_folder.FullName, name);
        await using (var file = File.Create(path))
        await using (var content = compressed ? new GZipStream(file, CompressionLevel.Fastest) : (Stream)file)
        await using (var text = new StreamWriter(content))
        {
            await text.WriteAsync($"{Header}\n{FirstLine}\n");
        }

        Assert.Equal([First], await CandleFile.LoadAsync(path, Interval, Cancellation));
    }

    [Theory]
    [InlineData("candles.csv")]
    [InlineData("candles.csv.gz")]
    public async Task Reads_back_what_it_wrote_and_leaves_nothing_else_behind(string name)
    {
        var path = Path.Combine(_folder.FullName, name);
        await File.WriteAllTextAsync(path, "what was there before", Cancellation);

        await CandleFile.WriteAsync(path, [First, Second], Cancellation);

        Assert.Equal([First, Second], await CandleFile.LoadAsync(path, Interval, Cancellation));
        Assert.Equal([path], Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public async Task Keeps_the_old_file_when_writing_fails()
    {
        var path = Write($"{Header}\n{FirstLine}\n");

        await Assert.ThrowsAsync<InvalidOperationException>(() => CandleFile.WriteAsync(path, BreakingOff(), Cancellation));

        Assert.Equal([First], await CandleFile.LoadAsync(path, Interval, Cancellation));
        Assert.Equal([path], Directory.GetFiles(_folder.FullName));
    }

    [Property(MaxTest = 50)]
    public async Task Every_candle_survives_writing_and_reading(int[] steps, ulong seed)
    {
        var random = new Random((int)(seed % int.MaxValue));
        var candles = new List<Candle>();
        var open = 1_600_000_000_000;
        foreach (var step in steps)
        {
            var prices = Enumerable.Range(0, 4).Select(_ => Math.Exp(200 * (random.NextDouble() - 0.5))).Order().ToArray();
            candles.Add(new Candle(open, prices[1], prices[3], prices[0], prices[2], random.NextDouble()));
            open += 300_000 + Math.Abs((long)step);
        }

        candles.Add(new Candle(open, 1, 1, 1, 1, 0));
        var path = Path.Combine(_folder.FullName, $"{Guid.NewGuid()}.csv.gz");

        await CandleFile.WriteAsync(path, candles, Cancellation);

        Assert.Equal(candles, await CandleFile.LoadAsync(path, Interval, Cancellation));
    }

    [Theory]
    [InlineData("", "is empty; a file of candles begins with the line open_time_ms,open,high,low,close,volume")]
    [InlineData(Header + "\n", "holds no candle below its header")]
    [InlineData("open_time_ms,open,high,low,volume\n", "line 1: the header has no column close")]
    [InlineData(Header + ",close\n", "line 1: the header names the column close more than once")]
    [InlineData(Header + "\n1659312000000,1,2,0.5\n", "line 2: 4 columns, where the header has 6")]
    [InlineData(Header + "\n1659312000000,1,2,0.5,1,7,9\n", "line 2: more columns, where the header has 6")]
    [InlineData(Header + "\n1659312000000,1,2,0.5,,7\n", "line 2, column close: '' is empty")]
    [InlineData(Header + "\n1659312000000,1,2,0.5,one,7\n", "line 2, column close: 'one' is no number")]
    [InlineData(Header + "\n1659312000000,1,2,0.5,NaN,7\n", "line 2, column close: 'NaN' is not finite")]
    [InlineData(Header + "\n1659312000000,1,2,0.5,1,Infinity\n", "line 2, column volume: 'Infinity' is not finite")]
    [InlineData(Header + "\n1659312000000,1e999,2,0.5,1,7\n", "line 2, column open: '1e999' is not finite")]
    [InlineData(Header + "\n1659312000000,1,2,0,1,7\n", "line 2, column low: '0' is not above 0, which every price is")]
    [InlineData(Header + "\n1659312000000,1,2,0.5,1,-7\n", "line 2, column volume: '-7' is negative, which no volume is")]
    [InlineData(Header + "\n1659312000000,1,0.5,2,1,7\n", "line 2, column high: the high 0.5 is below the low 2")]
    [InlineData(Header + "\n2022-08-01,1,2,0.5,1,7\n", "line 2, column open_time_ms: '2022-08-01' is no time in Unix milliseconds")]
    [InlineData(Header + "\n1659312000000000,1,2,0.5,1,7\n", "line 2, column open_time_ms: '1659312000000000' is no time in Unix milliseconds")]
    [InlineData(Header + "\n" + FirstLine + "\n\n" + FirstLine + "\n", "line 4, column open_time_ms: a second candle opens at 1659312000000")]
    [InlineData(Header + "\n" + FirstLine + "\n1659311700000,1,2,0.5,1,7\n", "line 3, column open_time_ms: 1659311700000 does not ascend")]
    [InlineData(Header + "\n" + FirstLine + "\n1659312060000,1,2,0.5,1,7\n", "line 3, column open_time_ms: 1659312060000 lies within the candle ahead")]
    public async Task Names_what_is_wrong_with_a_file_and_where(string content, string reason)
    {
        var path = Write(content);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => CandleFile.LoadAsync(path, Interval, Cancellation));

        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_gzip_is_broken()
    {
        var path = Path.Combine(_folder.FullName, "candles.csv.gz");
        await File.WriteAllBytesAsync(path, [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xff, 0xff, 0xff, 0xff, 0xff], Cancellation);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => CandleFile.LoadAsync(path, Interval, Cancellation));

        Assert.Contains($"{path} is broken gzip", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_candle_by_candle()
    {
        var path = Write($"{Header}\n{FirstLine}\nwrong\n");

        await foreach (var candle in CandleFile.ReadAsync(path, Interval, Cancellation))
        {
            Assert.Equal(First, candle);
            break;
        }
    }

    private static IEnumerable<Candle> BreakingOff()
    {
        yield return Second;
        throw new InvalidOperationException();
    }

    private string Write(string content)
    {
        var path = Path.Combine(_folder.FullName, "candles.csv");
        File.WriteAllText(path, content);
        return path;
    }
}
