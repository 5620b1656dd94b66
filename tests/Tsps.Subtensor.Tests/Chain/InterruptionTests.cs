using System.Diagnostics;
using Tsps.Subtensor.Tests.Support;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Chain;

/// <summary>Lost connections between us and the real runtime.</summary>
[Collection(ChainCollection.Name)]
[Trait(Categories.Name, Categories.EndToEnd)]
public class InterruptionTests(ChainFixture fixture)
{
    private const ushort Netuid = ChainFixture.Netuid;
    private const string Submit = "author_submitExtrinsic";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_cut_while_an_extrinsic_is_sent_neither_loses_nor_doubles_it(bool nodeHadHeard)
    {
        await using var setUp = fixture.Open();
        using var hotkey = await fixture.RegisterAsync(setUp, Token);
        var uid = (await setUp.FindUidAsync(Netuid, hotkey.Hotkey, Token))!.Value;
        var cuts = 0;
        await using var relay = Relay(async (call, forward) =>
        {
            if (call.Method != Submit || cuts++ > 0)
            {
                await call.SendAsync(await forward());
                return;
            }

            if (nodeHadHeard)
            {
                await forward();
            }

            await call.CutAsync();
        });
        await using var session = ChainFixture.Client(ChainFixture.Options(relay.Uri)).Open();

        var receipt = await session.SetWeightsAsync(hotkey, Netuid, [new(uid, 65535)], 0, ExtrinsicWait.Included, Token);

        var snapshot = await setUp.ReadNeuronsAsync(Netuid, Token);
        Assert.Equal(receipt.BlockNumber, snapshot.Neurons[uid].LastUpdate);
        Assert.Equal(1UL, await setUp.Chain.ReadNextNonceAsync(hotkey.Hotkey.Address, Token));
    }

    [Fact]
    public async Task An_extrinsic_that_a_node_dropped_is_pending_until_its_era_is_over_and_then_expired()
    {
        await using var setUp = fixture.Open();
        using var hotkey = await fixture.RegisterAsync(setUp, Token);
        await using var relay = Relay(async (call, forward) => await (call.Method == Submit ? call.AnswerAsync("\"0x00\"") : call.SendAsync(await forward())));
        var options = ChainFixture.Options(relay.Uri) with { EraPeriod = 4, InclusionTimeout = TimeSpan.Zero };
        await using var session = ChainFixture.Client(options).Open();

        var pending = await Assert.ThrowsAsync<ExtrinsicPendingException>(
            () => session.SetWeightsAsync(hotkey, Netuid, [new(1, 65535)], 0, ExtrinsicWait.Included, Token));
        Assert.NotNull(pending.DeathBlock);

        await using var patient = ChainFixture.Client(options with { InclusionTimeout = TimeSpan.FromMinutes(3) }).Open();
        var waiting = patient.SetWeightsAsync(hotkey, Netuid, [new(1, 65535)], 0, ExtrinsicWait.Included, Token);
        await WaitForAsync("the second extrinsic to be sent", () => relay.Requests.Count(request => request.Text("method") == Submit) >= 2);
        await fixture.Chain.BuildBlocksAsync(5, Token);
        await Assert.ThrowsAsync<ExtrinsicExpiredException>(() => waiting);
    }

    [Fact]
    public async Task An_extrinsic_that_a_node_lost_from_its_pool_is_sent_again_and_counts_once()
    {
        await using var setUp = fixture.Open();
        using var hotkey = await fixture.RegisterAsync(setUp, Token);
        var uid = (await setUp.FindUidAsync(Netuid, hotkey.Hotkey, Token))!.Value;
        var lost = 0;
        await using var relay = Relay(async (call, forward) => await (call.Method == Submit && lost++ == 0 ? call.AnswerAsync("\"0x00\"") : call.SendAsync(await forward())));
        await using var session = ChainFixture.Client(ChainFixture.Options(relay.Uri) with { ResendInterval = TimeSpan.FromSeconds(1) }).Open();

        var receipt = await session.SetWeightsAsync(hotkey, Netuid, [new(uid, 65535)], 0, ExtrinsicWait.Included, Token);

        Assert.Equal(receipt.BlockNumber, (await setUp.ReadNeuronsAsync(Netuid, Token)).Neurons[uid].LastUpdate);
        Assert.Equal(1UL, await setUp.Chain.ReadNextNonceAsync(hotkey.Hotkey.Address, Token));
    }

    [Fact]
    public async Task A_session_outlives_a_restart_of_the_chain()
    {
        Assert.SkipWhen(LocalChain.Hindrance is not null, LocalChain.Hindrance ?? "");
        var port = FreePort.Find();
        var chain = await LocalChain.StartAsync(port, Token);
        await using var session = ChainFixture.Client(ChainFixture.Options(chain.Uri) with { Attempts = 8 }).Open();
        await ChainFixture.PrepareAsync(chain, Token);
        using var coldkey = DevelopmentKeys.Of("Alice");
        using var hotkey = DevelopmentKeys.Of("restarted");
        await session.RegisterAsync(coldkey, Netuid, hotkey.Hotkey, 10, ExtrinsicWait.Included, Token);

        await chain.DisposeAsync();
        await using (var impatient = ChainFixture.Client(ChainFixture.Options(chain.Uri) with { Attempts = 1 }).Open())
        {
            await Assert.ThrowsAsync<ChainUnavailableException>(() => impatient.ReadStatusAsync(Token));
        }

        await using var again = await LocalChain.StartAsync(port, Token);

        // The local runtime forgets: it begins at its genesis again, where the hotkey is not registered.
        Assert.Null((await session.ReadMetagraphAsync(Netuid, Token)).Find(hotkey.Hotkey));
        await ChainFixture.PrepareAsync(again, Token);
        await session.RegisterAsync(coldkey, Netuid, hotkey.Hotkey, 10, ExtrinsicWait.Included, Token);
        Assert.NotNull((await session.ReadMetagraphAsync(Netuid, Token)).Find(hotkey.Hotkey));
    }

    /// <summary>Stands between a client and the chain.</summary>
    private LoopbackNode Relay(Func<LoopbackCall, Func<Task<string>>, Task> handle)
    {
        var chain = fixture.Chain;
        return new LoopbackNode(call => handle(call, () => chain.PostAsync(call.Text, Token)));
    }

    private static async Task WaitForAsync(string what, Func<bool> condition)
    {
        var began = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < Patience, $"Waited {Patience.TotalSeconds:0} s for {what}.");
            await Task.Delay(20, Token);
        }
    }
}
