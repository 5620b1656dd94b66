using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Markets.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class CandleCacheTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);
    private static readonly Candle Candle = new(1659312000000, 2, 3, 1, 2, 5);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tsps-cache-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Gives_back_what_was_kept_and_nothing_where_nothing_was()
    {
        var cache = Cache(Path.Combine(_folder.FullName, "not", "yet"));

        Assert.Null(await cache.ReadAsync("BTCUSDT-5m", Interval, Cancellation));
        await cache.WriteAsync("BTCUSDT-5m", [Candle], Cancellation);

        Assert.Equal([Candle], (await cache.ReadAsync("BTCUSDT-5m", Interval, Cancellation))!);
        Assert.Null(await cache.ReadAsync("ETHUSDT-5m", Interval, Cancellation));
    }

    [Fact]
    public async Task Passes_over_a_damaged_file_and_replaces_it()
    {
        var cache = Cache(_folder.FullName);
        await File.WriteAllTextAsync(cache.PathOf("BTCUSDT-5m"), "half a li", Cancellation);

        Assert.Null(await cache.ReadAsync("BTCUSDT-5m", Interval, Cancellation));
        await cache.WriteAsync("BTCUSDT-5m", [Candle], Cancellation);

        Assert.Equal([Candle], (await cache.ReadAsync("BTCUSDT-5m", Interval, Cancellation))!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    public void Refuses_a_name_that_leads_out_of_the_folder(string name) =>
        Assert.Throws<ArgumentException>(() => Cache(_folder.FullName).PathOf(name));

    private static CandleCache Cache(string folder) => new(folder, NullLogger<CandleCache>.Instance);
}
