using Tsps.Domain;
using Tsps.Neurons;
using Tsps.Subtensor.Tests.Support;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Chain;

[Collection(ChainCollection.Name)]
[Trait(Categories.Name, Categories.EndToEnd)]
public class CommitRevealTests(ChainFixture fixture)
{
    private const ushort Netuid = ChainFixture.Netuid;
    private const ushort Tempo = 5;

    /// <summary>Two commitments and an early reveal still fit into the epoch from here.</summary>
    private const int LatestPlace = 2;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Weights_are_committed_and_revealed_when_their_epoch_has_come()
    {
        await using var session = fixture.Open();
        using var validator = await fixture.RegisterAsync(session, Token);
        var uid = (await session.FindUidAsync(Netuid, validator.Hotkey, Token))!.Value;
        UidWeight[] weights = [new(0, 30000), new(uid, 65535)];
        var reveal = new WeightReveal(weights, [1, 2, 3, 4, 5, 6, 7, 8], 0);
        await using var switched = await SwitchOnAsync();
        var committed = await session.CommitWeightsAsync(validator, Netuid, reveal, ExtrinsicWait.Finalized, Token);
        var commit = Assert.Single((await session.ReadCommitsAsync(Netuid, validator.Hotkey, Token)).Commits);
        var early = await Assert.ThrowsAsync<ExtrinsicFailedException>(() => session.RevealWeightsAsync(validator, Netuid, reveal, ExtrinsicWait.Included, Token));
        var head = (await session.ReadStatusAsync(Token)).Head;
        await fixture.Chain.BuildBlocksAsync((int)(commit.FirstRevealBlock - head), Token);
        await session.RevealWeightsAsync(validator, Netuid, reveal, ExtrinsicWait.Finalized, Token);

        Assert.Equal(committed.BlockNumber, commit.CommitBlock);
        Assert.Equal(Hex.Encode(reveal.Hash(validator.PublicKey.Span, Netuid)), commit.Hash);
        Assert.Equal("RevealTooEarly", early.Error);
        Assert.Equal(weights, await session.ReadWeightsAsync(Netuid, uid, Token));
        Assert.Empty((await session.ReadCommitsAsync(Netuid, validator.Hotkey, Token)).Commits);
    }

    [Fact]
    public async Task A_validator_commits_and_another_instance_of_it_reveals_what_is_stored()
    {
        await using var session = fixture.Open();
        using var validator = await fixture.RegisterAsync(session, Token);
        var uid = (await session.FindUidAsync(Netuid, validator.Hotkey, Token))!.Value;
        var store = new MemoryCommitments();
        UidWeight[] weights = [new(0, 20000), new(uid, 65535)];
        await using var switched = await SwitchOnAsync();
        var committed = await Instance(store).SetWeightsAsync(Netuid, validator, weights, Token);
        var again = await Instance(store).SetWeightsAsync(Netuid, validator, weights, Token);
        var early = await Instance(store).RevealWeightsAsync(Netuid, validator, Token);
        var stillWaiting = await session.ReadCommitsAsync(Netuid, validator.Hotkey, Token);

        await fixture.Chain.BuildBlocksAsync((int)(committed.Block - stillWaiting.Block), Token);
        var revealed = await Instance(store).RevealWeightsAsync(Netuid, validator, Token);
        var nothing = await Instance(store).RevealWeightsAsync(Netuid, validator, Token);

        Assert.Equal(new RevealResult(RevealOutcome.Waiting, stillWaiting.Commits[0].CommitBlock, committed.Block), Assert.Single(early));
        Assert.Equal(RevealOutcome.Revealed, Assert.Single(revealed).Outcome);
        Assert.Empty(nothing);
        Assert.Equal(WeightsOutcome.Committed, committed.Outcome);
        Assert.Equal(committed with { Sent = null, ExtrinsicHash = null }, again with { Sent = null });
        Assert.Equal(weights, again.Sent!.Weights);
        Assert.Equal(weights, committed.Sent!.Weights);
        Assert.Single(stillWaiting.Commits);
        Assert.Equal(weights, await session.ReadWeightsAsync(Netuid, uid, Token));
        Assert.Empty(store.Commitments);

        // One commitment, one reveal: neither was sent twice.
        Assert.Equal(2UL, await session.Chain.ReadNextNonceAsync(validator.Hotkey.Address, Token));
    }

    [Fact]
    public async Task The_salt_is_stored_before_the_commitment_is_sent_and_without_storage_nothing_is_sent()
    {
        await using var session = fixture.Open();
        using var validator = await fixture.RegisterAsync(session, Token);
        await using var switched = await SwitchOnAsync();
        var store = new MemoryCommitments { Failure = new IOException("Storage is away.") };

        await Assert.ThrowsAsync<IOException>(() => Instance(store).SetWeightsAsync(Netuid, validator, [new(0, 65535)], Token).AsTask());

        Assert.Equal(0UL, await session.Chain.ReadNextNonceAsync(validator.Hotkey.Address, Token));
        Assert.Empty((await session.ReadCommitsAsync(Netuid, validator.Hotkey, Token)).Commits);
    }

    [Fact]
    public async Task A_commitment_whose_time_is_over_is_forgotten_and_weights_are_committed_anew()
    {
        await using var session = fixture.Open();
        using var validator = await fixture.RegisterAsync(session, Token);
        var store = new MemoryCommitments();
        await using var switched = await SwitchOnAsync();
        await Instance(store).SetWeightsAsync(Netuid, validator, [new(0, 65535)], Token);
        var waiting = await session.ReadCommitsAsync(Netuid, validator.Hotkey, Token);
        await fixture.Chain.BuildBlocksAsync((int)(waiting.Commits[0].LastRevealBlock - waiting.Block), Token);

        Assert.Equal(RevealOutcome.Lost, Assert.Single(await Instance(store).RevealWeightsAsync(Netuid, validator, Token)).Outcome);
        Assert.Empty(store.Commitments);

        var renewed = await Instance(store).SetWeightsAsync(Netuid, validator, [new(0, 65535)], Token);
        Assert.Equal(WeightsOutcome.Committed, renewed.Outcome);
        Assert.True(renewed.Block > waiting.Commits[0].LastRevealBlock);
    }

    [Fact]
    public async Task A_commitment_that_cannot_be_revealed_neither_holds_up_later_ones_nor_is_it_lost_without_a_word()
    {
        await using var session = fixture.Open();
        using var validator = await fixture.RegisterAsync(session, Token);
        var uid = (await session.FindUidAsync(Netuid, validator.Hotkey, Token))!.Value;
        var (store, log) = (new MemoryCommitments(), new KeptLog<ChainSubtensor>());
        UidWeight[] weights = [new(0, 100), new(uid, 65535)];
        await using var switched = await SwitchOnAsync();
        await Instance(store).SetWeightsAsync(Netuid, validator, [new(0, 65535)], Token);
        var broken = Assert.Single(store.Commitments);
        await store.AddAsync(broken with { VersionKey = broken.VersionKey + 1 }, Token);
        var committed = await Instance(store).SetWeightsAsync(Netuid, validator, weights, Token);
        var waiting = await session.ReadCommitsAsync(Netuid, validator.Hotkey, Token);
        await fixture.Chain.BuildBlocksAsync((int)(committed.Block - waiting.Block), Token);

        var results = await fixture.Subtensor(store, log).RevealWeightsAsync(Netuid, validator, Token);

        Assert.Equal([RevealOutcome.Refused, RevealOutcome.Revealed], results.Select(result => result.Outcome));
        Assert.Equal(weights, await session.ReadWeightsAsync(Netuid, uid, Token));
        var kept = Assert.Single(store.Commitments);
        Assert.Equal(broken.Hash, kept.Hash);
        Assert.Contains("InvalidRevealCommitHashNotMatch", kept.LastFailure, StringComparison.Ordinal);
        Assert.Contains(log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains(kept.LastFailure!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_commitment_that_failed_until_its_time_was_over_is_given_up_and_the_reason_is_logged()
    {
        await using var session = fixture.Open();
        using var validator = await fixture.RegisterAsync(session, Token);
        var (store, log) = (new MemoryCommitments(), new KeptLog<ChainSubtensor>());
        await using var switched = await SwitchOnAsync();
        await Instance(store).SetWeightsAsync(Netuid, validator, [new(0, 65535)], Token);
        var waiting = await session.ReadCommitsAsync(Netuid, validator.Hotkey, Token);
        await store.RecordFailureAsync(Assert.Single(store.Commitments), "The runtime did not like it.", Token);
        await fixture.Chain.BuildBlocksAsync((int)(waiting.Commits[0].LastRevealBlock - waiting.Block), Token);

        await fixture.Subtensor(store, log).RevealWeightsAsync(Netuid, validator, Token);

        Assert.Empty(store.Commitments);
        Assert.Contains(log.Lines, line => line.EndsWith("are lost: The runtime did not like it.", StringComparison.Ordinal));
    }

    private ChainSubtensor Instance(MemoryCommitments store) => fixture.Subtensor(store);

    /// <summary>
    /// Switches it on with short epochs, until disposed of, and leaves the chain near the beginning of one, so that no commitment may be revealed in
    /// the very next block.
    /// </summary>
    private async Task<CommitReveal> SwitchOnAsync()
    {
        await fixture.Chain.SetStorageAsync(
            [ChainFixture.Entry("CommitRevealWeightsEnabled", [1], 1), ChainFixture.Entry("Tempo", BitConverter.GetBytes(Tempo), 1)], Token);
        await using var session = fixture.Open();
        var next = (await session.ReadStatusAsync(Token)).Head + 1;
        var place = (int)((next + Netuid + 1) % (Tempo + 1u));
        if (place > LatestPlace)
        {
            await fixture.Chain.BuildBlocksAsync(Tempo + 1 - place, Token);
        }

        return new CommitReveal(fixture);
    }

    private sealed class CommitReveal(ChainFixture fixture) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await fixture.Chain.SetStorageAsync(
            [ChainFixture.Entry("CommitRevealWeightsEnabled", null, 1), ChainFixture.Entry("Tempo", BitConverter.GetBytes((ushort)100), 1)], Token);
    }
}
