using Azure.Data.Tables;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Storage.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class SubmittedWeightsStoreTests(AzuriteFixture azurite) : StorageTest(azurite)
{
    private SubmittedWeightsStore Submissions => new(Tables, "finney");

    [Fact]
    public async Task What_is_submitted_moves_on_from_what_was_read_and_not_from_less()
    {
        var empty = await Submissions.ReadAsync(8, Token);
        var set = empty with
        {
            Submitted = new Dictionary<string, RoundSlot> { [Stream] = SlotAt(Noon) },
            Weights = [new UidWeight(3, 65535), new UidWeight(9, 12)],
            SetAt = Noon,
            Failure = "too fast",
            Failures = 2,
            RetryAt = Noon.AddMinutes(10),
        };

        Assert.True(await Submissions.TryWriteAsync(set, Token));
        Assert.False(await Submissions.TryWriteAsync(set, Token));
        var read = await Submissions.ReadAsync(8, Token);
        Assert.Equal(set.Submitted, read.Submitted);
        Assert.Equal(set.Weights, read.Weights);
        Assert.Equal((set.SetAt, set.Failure, set.Failures, set.RetryAt), (read.SetAt, read.Failure, read.Failures, read.RetryAt));
        Assert.True(await Submissions.TryWriteAsync(read with { Failure = null }, Token));
        Assert.Empty((await Submissions.ReadAsync(9, Token)).Weights);
    }

    [Fact]
    public async Task Each_network_has_what_is_set_on_it_and_nothing_of_another()
    {
        var local = new SubmittedWeightsStore(Tables, "ws://127.0.0.1:9944,ws://other/?#");
        Assert.True(await Submissions.TryWriteAsync(await Submissions.ReadAsync(8, Token) with { SetAt = Noon }, Token));
        Assert.Null((await local.ReadAsync(8, Token)).SetAt);
        Assert.True(await local.TryWriteAsync(await local.ReadAsync(8, Token) with { SetAt = Noon.AddHours(1) }, Token));

        Assert.Equal(Noon, (await Submissions.ReadAsync(8, Token)).SetAt);
        Assert.Equal(Noon.AddHours(1), (await local.ReadAsync(8, Token)).SetAt);
    }

    [Fact]
    public async Task A_row_of_schema_2_is_still_read_and_becomes_that_of_the_network_that_writes_first()
    {
        await AddFormerAsync();
        var other = new SubmittedWeightsStore(Tables, "test");
        var read = await Submissions.ReadAsync(8, Token);
        var late = await other.ReadAsync(8, Token);
        Assert.Equal((Noon, 2), (read.SetAt, read.Failures));
        Assert.Equal([new UidWeight(3, 65535)], read.Weights);
        Assert.Equal(Noon, read.Renewed[Stream]);

        Assert.True(await Submissions.TryWriteAsync(read with { Failures = 3 }, Token));
        Assert.False(await other.TryWriteAsync(late, Token));
        Assert.False(await Submissions.TryWriteAsync(read, Token));
        Assert.Equal((Noon, 3), ((await Submissions.ReadAsync(8, Token)).SetAt, (await Submissions.ReadAsync(8, Token)).Failures));
        Assert.Null((await other.ReadAsync(8, Token)).SetAt);
    }

    /// <summary>As that version wrote it.</summary>
    private async Task AddFormerAsync()
    {
        await Tables.CreateTableIfNotExistsAsync("heads", Token);
        await Tables.GetTableClient("heads").AddEntityAsync(
            new TableEntity("weights", "8")
            {
                ["Schema"] = 2,
                ["Submitted"] = $$"""{"{{Stream}}":"202403011200"}""",
                ["Renewed"] = $$"""{"{{Stream}}":"2024-03-01T12:00:00+00:00"}""",
                ["Weights"] = """[{"uid":3,"value":65535}]""",
                ["SetAt"] = Noon,
                ["Failures"] = 2,
            },
            Token);
    }
}
