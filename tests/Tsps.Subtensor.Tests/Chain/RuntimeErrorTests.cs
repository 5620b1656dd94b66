using System.Net;
using Tsps.Domain;
using Tsps.Subtensor.Extrinsics;
using Tsps.Subtensor.Scale;
using Tsps.Subtensor.Tests.Support;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Chain;

/// <summary>What the real runtime refuses and undoes, and what we say of it.</summary>
[Collection(ChainCollection.Name)]
[Trait(Categories.Name, Categories.EndToEnd)]
public class RuntimeErrorTests(ChainFixture fixture)
{
    private const ushort Netuid = ChainFixture.Netuid;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Weights_too_soon_fail_and_say_to_wait()
    {
        await using var session = fixture.Open();
        using var hotkey = await fixture.RegisterAsync(session, Token);
        await fixture.Chain.SetStorageAsync([ChainFixture.Entry("WeightsSetRateLimit", BitConverter.GetBytes(100UL), 1)], Token);
        try
        {
            var exception = await Assert.ThrowsAsync<ExtrinsicFailedException>(
                () => session.SetWeightsAsync(hotkey, Netuid, [new(1, 65535)], 0, ExtrinsicWait.Included, Token));

            Assert.Equal(("SubtensorModule", "SettingWeightsTooFast"), (exception.Pallet, exception.Error));
            Assert.Contains("Wait until", exception.Message, StringComparison.Ordinal);
            Assert.True(exception.Receipt!.BlockNumber > 0);
        }
        finally
        {
            await fixture.Chain.SetStorageAsync([ChainFixture.Entry("WeightsSetRateLimit", BitConverter.GetBytes(0UL), 1)], Token);
        }
    }

    [Fact]
    public async Task Weights_of_an_unregistered_hotkey_fail()
    {
        await using var session = fixture.Open();
        using var hotkey = fixture.NewHotkey();

        var exception = await Assert.ThrowsAsync<ExtrinsicFailedException>(
            () => session.SetWeightsAsync(hotkey, Netuid, [new(0, 65535)], 0, ExtrinsicWait.Included, Token));

        Assert.Equal("HotKeyNotRegisteredInSubNet", exception.Error);
    }

    [Fact]
    public async Task Weights_for_a_uid_that_does_not_exist_fail()
    {
        await using var session = fixture.Open();
        using var hotkey = await fixture.RegisterAsync(session, Token);

        var exception = await Assert.ThrowsAsync<ExtrinsicFailedException>(
            () => session.SetWeightsAsync(hotkey, Netuid, [new(200, 65535)], 0, ExtrinsicWait.Included, Token));

        Assert.Equal("UidVecContainInvalidOne", exception.Error);
    }

    [Fact]
    public async Task Weights_fail_while_commit_reveal_is_on()
    {
        await using var session = fixture.Open();
        using var hotkey = await fixture.RegisterAsync(session, Token);
        await fixture.Chain.SetStorageAsync([ChainFixture.Entry("CommitRevealWeightsEnabled", [1], 1)], Token);
        try
        {
            var exception = await Assert.ThrowsAsync<ExtrinsicFailedException>(
                () => session.SetWeightsAsync(hotkey, Netuid, [new(1, 65535)], 0, ExtrinsicWait.Included, Token));
            Assert.Equal("CommitRevealEnabled", exception.Error);
        }
        finally
        {
            await fixture.Chain.SetStorageAsync([ChainFixture.Entry("CommitRevealWeightsEnabled", null, 1)], Token);
        }
    }

    [Fact]
    public async Task Weights_below_the_stake_floor_are_refused_before_they_reach_a_block()
    {
        await using var session = fixture.Open();
        using var hotkey = await fixture.RegisterAsync(session, Token);
        await fixture.Chain.SetStorageAsync([ChainFixture.Entry("WeightsMinStake", BitConverter.GetBytes(100_000_000_000_000_000UL))], Token);
        try
        {
            var exception = await Assert.ThrowsAsync<ExtrinsicRefusedException>(
                () => session.SetWeightsAsync(hotkey, Netuid, [new(1, 65535)], 0, ExtrinsicWait.Included, Token));
            Assert.Equal((RefusalReason.Custom, (byte?)3), (exception.Reason, exception.CustomCode));
            Assert.Contains("too little stake", exception.Message, StringComparison.Ordinal);
        }
        finally
        {
            await fixture.Chain.SetStorageAsync([ChainFixture.Entry("WeightsMinStake", null)], Token);
        }
    }

    [Theory]
    [InlineData("127.0.0.1", 8091, "InvalidIpAddress")]
    [InlineData("203.0.113.9", 0, "InvalidPort")]
    public async Task An_axon_that_nobody_could_reach_is_refused_by_the_runtime(string address, int port, string error)
    {
        await using var session = fixture.Open();
        using var hotkey = await fixture.RegisterAsync(session, Token);

        var exception = await Assert.ThrowsAsync<ExtrinsicFailedException>(
            () => session.ServeAxonAsync(hotkey, Netuid, new AxonEndpoint(IPAddress.Parse(address), port), 720, ExtrinsicWait.Included, Token));

        Assert.Equal(error, exception.Error);
    }

    [Fact]
    public async Task A_hotkey_cannot_register_twice_on_a_subnet()
    {
        await using var session = fixture.Open();
        using var hotkey = await fixture.RegisterAsync(session, Token);
        using var coldkey = DevelopmentKeys.Of("Charlie");

        var exception = await Assert.ThrowsAsync<ExtrinsicFailedException>(
            () => session.RegisterAsync(coldkey, Netuid, hotkey.Hotkey, 10, ExtrinsicWait.Included, Token));

        Assert.Equal("HotKeyAlreadyRegisteredInSubNet", exception.Error);
    }

    [Fact]
    public async Task A_coldkey_without_balance_cannot_register()
    {
        await using var session = fixture.Open();
        using var poor = DevelopmentKeys.Of("poor");
        using var hotkey = fixture.NewHotkey();

        var exception = await Assert.ThrowsAsync<ExtrinsicFailedException>(
            () => session.RegisterAsync(poor, Netuid, hotkey.Hotkey, 10, ExtrinsicWait.Included, Token));

        Assert.Equal("NotEnoughBalanceToStake", exception.Error);
        Assert.Contains("balance", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signature_over_something_else_is_refused()
    {
        await using var session = fixture.Open();
        using var hotkey = await fixture.RegisterAsync(session, Token);

        var exception = await Assert.ThrowsAsync<ExtrinsicRefusedException>(
            () => session.SetWeightsAsync(new FaultySigner(hotkey), Netuid, [new(1, 65535)], 0, ExtrinsicWait.Included, Token));

        Assert.Equal(RefusalReason.BadProof, exception.Reason);
    }

    [Fact]
    public async Task A_nonce_that_was_used_is_refused_and_so_is_an_era_that_is_over()
    {
        using var hotkey = fixture.NewHotkey();
        await using var session = fixture.Open();
        await Assert.ThrowsAsync<ExtrinsicFailedException>(() => session.SetWeightsAsync(hotkey, Netuid, [new(0, 1)], 0, ExtrinsicWait.Included, Token));

        var stale = await RefusalAsync(session, hotkey, nonce: 0, runtime => Mortality.Immortal(runtime.GenesisHash));
        var past = Mortality.EraFor(4, 1);
        var dead = await RefusalAsync(session, hotkey, nonce: 1, runtime => Mortality.Mortal(past, 1, runtime.GenesisHash));

        Assert.Equal(RefusalReason.Stale, stale);

        // Which of the two depends on where in the era's period the chain stands.
        Assert.Contains(dead, new[] { RefusalReason.BadProof, RefusalReason.AncientBirthBlock });
    }

    private static async Task<RefusalReason> RefusalAsync(SubtensorSession session, IHotkeySigner signer, ulong nonce, Func<ChainRuntime, Mortality> mortality)
    {
        var chain = session.Chain;
        var block = await chain.ReadFinalizedAsync(Token);
        var runtime = await chain.ReadRuntimeAsync(block.Hash, Token);
        var call = CallEncoder.Encode(
            runtime.Metadata,
            "SubtensorModule",
            "set_weights",
            [("netuid", 1UL), ("dests", ScaleValue.Sequence([0])), ("weights", ScaleValue.Sequence([1])), ("version_key", 0UL)]);
        var extrinsic = SignedExtrinsic.Create(runtime, call, signer, nonce, 0, mortality(runtime));
        var error = await Assert.ThrowsAsync<RpcException>(() => chain.SubmitAsync(extrinsic, Token));
        return Refusal.From(error, runtime.SpecVersion).Reason;
    }
}
