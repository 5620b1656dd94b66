using Azure.Data.Tables;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Storage.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class WeightCommitmentTableTests(AzuriteFixture azurite) : StorageTest(azurite)
{
    private static readonly Hotkey Validator = new("5Alice");

    [Fact]
    public async Task Another_instance_finds_every_number_that_a_reveal_needs()
    {
        var later = New("0x02", 200, ulong.MaxValue);
        var earlier = New("0x01", 100, 0);
        await Table().AddAsync(later, Token);
        await Table().AddAsync(earlier, Token);
        await Table().AddAsync(New("0x03", 1, 0) with { Validator = new Hotkey("5Bob") }, Token);
        await Table().AddAsync(New("0x04", 1, 0) with { Netuid = 9 }, Token);

        var found = await Table().ListAsync(8, Validator, Token);

        Assert.Equal([earlier.Hash, later.Hash], found.Select(commitment => commitment.Hash));
        Assert.Equal(later.Weights, found[1].Weights);
        Assert.Equal(later.Salt, found[1].Salt);
        Assert.Equal((8, Validator, ulong.MaxValue, 200UL), (found[1].Netuid, found[1].Validator, found[1].VersionKey, found[1].PreparedAtBlock));
    }

    [Fact]
    public async Task A_commitment_is_removed_once_and_removing_it_again_is_no_error()
    {
        var commitment = New("0x01", 100, 0);
        Assert.Empty(await Table().ListAsync(8, Validator, Token));
        await Table().AddAsync(commitment, Token);
        await Table().RemoveAsync(commitment, Token);
        await Table().RemoveAsync(commitment, Token);

        Assert.Empty(await Table().ListAsync(8, Validator, Token));
    }

    [Fact]
    public async Task Why_a_reveal_failed_is_kept_with_all_the_rest_and_brings_back_nothing_that_was_removed()
    {
        var commitment = New("0x01", 100, 7);
        await Table().AddAsync(commitment, Token);
        Assert.Null(Assert.Single(await Table().ListAsync(8, Validator, Token)).LastFailure);

        await Table().RecordFailureAsync(commitment, "too early", Token);
        await Table().RecordFailureAsync(commitment, new string('x', 100_000), Token);
        var failed = Assert.Single(await Table().ListAsync(8, Validator, Token));
        await Table().RemoveAsync(commitment, Token);
        await Table().RecordFailureAsync(commitment, "too late", Token);

        Assert.StartsWith("xxx", failed.LastFailure, StringComparison.Ordinal);
        Assert.Equal(commitment.Weights, failed.Weights);
        Assert.Equal((commitment.VersionKey, commitment.PreparedAtBlock), (failed.VersionKey, failed.PreparedAtBlock));
        Assert.Empty(await Table().ListAsync(8, Validator, Token));
    }

    [Fact]
    public async Task A_commitment_holds_a_weight_for_every_neuron_of_the_largest_subnet()
    {
        var commitment = New("0x01", 100, 0) with { Weights = [.. Enumerable.Range(0, 4096).Select(uid => new UidWeight((ushort)uid, (ushort)(65535 - uid)))] };
        await Table().AddAsync(commitment, Token);

        Assert.Equal(commitment.Weights, Assert.Single(await Table().ListAsync(8, Validator, Token)).Weights);
    }

    [Fact]
    public async Task One_of_another_network_is_found_and_told_apart_and_so_is_one_of_schema_1()
    {
        await Table().AddAsync(New("0x01", 100, 0), Token);
        await Table("ws://127.0.0.1:9944").AddAsync(New("0x02", 200, 0), Token);
        await AddFormerAsync("0x03", 300);

        var finney = await Table().ListAsync(8, Validator, Token);
        var local = await Table("ws://127.0.0.1:9944").ListAsync(8, Validator, Token);
        Assert.Equal(["0x01", "0x02", "0x03"], finney.Select(commitment => commitment.Hash));
        Assert.Equal([false, true, true], finney.Select(commitment => commitment.MayBeOfAnotherChain));
        Assert.Equal([true, false, true], local.Select(commitment => commitment.MayBeOfAnotherChain));
    }

    [Fact]
    public async Task A_commitment_of_schema_1_has_every_number_that_a_reveal_needs_keeps_its_failure_and_is_removed()
    {
        await AddFormerAsync("0x03", 300);
        var found = Assert.Single(await Table().ListAsync(8, Validator, Token));
        Assert.Equal([new UidWeight(0, 65535), new UidWeight(258, 1)], found.Weights);
        Assert.Equal([1, 2, 65535], found.Salt);
        Assert.Equal((ulong.MaxValue, 300UL, "too early"), (found.VersionKey, found.PreparedAtBlock, found.LastFailure));

        await Table().RecordFailureAsync(found, "too late", Token);
        var failed = Assert.Single(await Table().ListAsync(8, Validator, Token));
        Assert.Equal(("too late", true), (failed.LastFailure, failed.MayBeOfAnotherChain));
        Assert.Equal(found.Salt, failed.Salt);
        await Table().RemoveAsync(failed, Token);
        Assert.Empty(await Table().ListAsync(8, Validator, Token));
    }

    [Fact]
    public async Task Why_a_reveal_failed_leaves_the_network_of_a_commitment_as_it_is()
    {
        await Table("test").AddAsync(New("0x01", 100, 0), Token);
        await Table().RecordFailureAsync(Assert.Single(await Table().ListAsync(8, Validator, Token)), "too early", Token);
        Assert.False(Assert.Single(await Table("test").ListAsync(8, Validator, Token)).MayBeOfAnotherChain);
    }

    /// <summary>As that version wrote it.</summary>
    private async Task AddFormerAsync(string hash, long block)
    {
        await Tables.CreateTableIfNotExistsAsync("weightcommitments", Token);
        await Tables.GetTableClient("weightcommitments").AddEntityAsync(
            new TableEntity("8-5Alice", hash)
            {
                ["Schema"] = 1,
                ["Uids"] = new byte[] { 0, 0, 2, 1 },
                ["Values"] = new byte[] { 255, 255, 1, 0 },
                ["Salt"] = new byte[] { 1, 0, 2, 0, 255, 255 },
                ["VersionKey"] = -1L,
                ["PreparedAtBlock"] = block,
                ["LastFailure"] = "too early",
            },
            Token);
    }

    private WeightCommitmentTable Table(string network = "finney") => new(Tables, network);

    private static WeightCommitment New(string hash, ulong block, ulong versionKey) =>
        new(8, Validator, hash, [new(0, 65535), new(255, 1), new(65535, 256)], [1, 2, 3, 4, 5, 6, 7, 65535], versionKey, block);
}
