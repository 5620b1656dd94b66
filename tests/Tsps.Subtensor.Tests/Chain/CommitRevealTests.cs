using Tsps.Domain;
using Tsps.Subtensor.Tests.Support;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Chain;

[Collection(ChainCollection.Name)]
[Trait(Categories.Name, Categories.EndToEnd)]
public class CommitRevealTests(ChainFixture fixture)
{
    private const ushort Netuid = ChainFixture.Netuid;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Weights_are_committed_and_revealed_when_their_epoch_has_come()
    {
        await using var session = fixture.Open();
        using var validator = await fixture.RegisterAsync(session, Token);
        var uid = (await session.FindUidAsync(Netuid, validator.Hotkey, Token))!.Value;
        UidWeight[] weights = [new(0, 30000), new(uid, 65535)];
        var reveal = new WeightReveal(weights, [1, 2, 3, 4, 5, 6, 7, 8], 0);
        await fixture.Chain.SetStorageAsync(
            [ChainFixture.Entry("CommitRevealWeightsEnabled", [1], 1), ChainFixture.Entry("Tempo", BitConverter.GetBytes((ushort)10), 1)],
            Token);
        try
        {
            var committed = await session.CommitWeightsAsync(validator, Netuid, reveal, ExtrinsicWait.Finalized, Token);
            var commit = Assert.Single(await session.ReadCommitsAsync(Netuid, validator.Hotkey, Token));
            var early = await Assert.ThrowsAsync<ExtrinsicFailedException>(() => session.RevealWeightsAsync(validator, Netuid, reveal, ExtrinsicWait.Included, Token));
            var head = (await session.ReadStatusAsync(Token)).Head;
            await fixture.Chain.BuildBlocksAsync((int)(commit.FirstRevealBlock - head), Token);
            await session.RevealWeightsAsync(validator, Netuid, reveal, ExtrinsicWait.Finalized, Token);

            Assert.Equal(committed.BlockNumber, commit.CommitBlock);
            Assert.Equal(Hex.Encode(reveal.Hash(validator.PublicKey.Span, Netuid)), commit.Hash);
            Assert.Equal("RevealTooEarly", early.Error);
            Assert.Equal(weights, await session.ReadWeightsAsync(Netuid, uid, Token));
            Assert.Empty(await session.ReadCommitsAsync(Netuid, validator.Hotkey, Token));
        }
        finally
        {
            await fixture.Chain.SetStorageAsync([ChainFixture.Entry("CommitRevealWeightsEnabled", null, 1), ChainFixture.Entry("Tempo", BitConverter.GetBytes((ushort)100), 1)], Token);
        }
    }
}
