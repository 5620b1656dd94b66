using Tsps.Testing;

namespace Tsps.Storage.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class TruthStoreTests(AzuriteFixture azurite) : StorageTest(azurite)
{
    private const long Interval = 300_000;

    private static readonly long EndOfMonth = new DateTimeOffset(2024, 3, 31, 23, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private TruthStore Truths => new(Tables);

    [Fact]
    public async Task Closes_are_read_back_across_months_with_their_sources()
    {
        TruthClose[] closes = [.. Enumerable.Range(0, 250).Select(step => Close(step, 30_000 + (step / 3d)))];

        await Truths.AddAsync(Stream, closes, Token);

        var read = await Truths.ListAsync(Stream, EndOfMonth, EndOfMonth + (249 * Interval), Token);
        Assert.Equal(closes.Select(close => (close.CloseTimeMs, close.Close)), read.Select(close => (close.CloseTimeMs, close.Close)));
        Assert.All(read.Zip(closes), pair => Assert.Equal(pair.Second.Sources, pair.First.Sources));
    }

    [Fact]
    public async Task A_close_once_stored_is_never_replaced()
    {
        await Truths.AddAsync(Stream, [Close(1, 100), Close(2, 200)], Token);

        var added = await Truths.AddAsync(Stream, [Close(0, 1), Close(1, 2), Close(2, 3), Close(3, 4)], Token);

        Assert.Equal([1, 100, 200, 4], added.Select(close => close.Close));
        Assert.Equal([1, 100, 200, 4], (await Truths.ListAsync(Stream, EndOfMonth, EndOfMonth + (3 * Interval), Token)).Select(close => close.Close));
    }

    [Fact]
    public async Task Instances_that_add_at_once_agree()
    {
        var answers = await Task.WhenAll(Enumerable.Range(1, 4).Select(
            instance => Truths.AddAsync(Stream, [.. Enumerable.Range(0, 120).Select(step => Close(step, instance))], Token).AsTask()));

        var stored = (await Truths.ListAsync(Stream, EndOfMonth, EndOfMonth + (119 * Interval), Token)).Select(close => close.Close).ToArray();
        Assert.Equal(120, stored.Length);
        Assert.All(answers, answer => Assert.Equal(stored, answer.Select(close => close.Close)));
    }

    [Fact]
    public async Task Deleted_closes_are_gone_and_the_others_stay()
    {
        await Truths.AddAsync(Stream, [Close(0, 1), Close(1, 2)], Token);

        await Truths.DeleteAsync(Stream, [Close(0, 1), Close(5, 1)], Token);

        Assert.Equal(2, Assert.Single(await Truths.ListAsync(Stream, EndOfMonth, EndOfMonth + (9 * Interval), Token)).Close);
    }

    private static TruthClose Close(int step, double close) => new(EndOfMonth + (step * Interval), close, [new SourceClose("binance", close)]);
}
