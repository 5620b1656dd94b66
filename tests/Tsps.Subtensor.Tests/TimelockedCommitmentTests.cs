using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tsps.Bittensor.Keys;
using Tsps.Domain;
using Tsps.Drand;
using Tsps.Neurons;
using Tsps.Subtensor.Extrinsics;
using Tsps.Subtensor.Metadata;
using Tsps.Subtensor.RuntimeApi;
using Tsps.Subtensor.Scale;
using Tsps.Subtensor.Storage;
using Tsps.Subtensor.Tests.Support;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests;

/// <summary>Weights on a subnet as the main network has them, on a scripted chain: no runtime that has timelocked commitments runs here.</summary>
[Trait(Categories.Name, Categories.Golden)]
public class TimelockedCommitmentTests
{
    private const ushort Netuid = 8;
    private const ushort OwnUid = 2;
    private const int SecondsToReveal = (Tempo + 3 - 1) * 12;
    private const ushort Tempo = 10;

    /// <summary>One extrinsic, which succeeded: phase, System.ExtrinsicSuccess with its weight, no topics.</summary>
    private const string Success = "0x04000000000000000000000000";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Weights_are_encrypted_for_the_round_after_the_epoch_and_the_rounds_signature_opens_them()
    {
        using var vectors = ChainVectors.Read("timelock");
        var recorded = vectors.RootElement.GetProperty("decrypt")[0];
        var round = recorded.GetProperty("round").GetUInt64();
        using var validator = DevelopmentKeys.Of("timelocked");
        var script = Script(validator);
        await using var node = new LoopbackNode(script.AnswerAsync);
        var now = DateTimeOffset.FromUnixTimeSeconds(vectors.RootElement.GetProperty("genesis_time").GetInt64() + (3 * (long)round) - SecondsToReveal);

        var result = await Subject(node, script, new FakeTimeProvider(now)).SetWeightsAsync(Netuid, validator, [new(0, 65535), new(1, 0), new(3, 21845)], Token);

        var call = CallOf(script.Newest[0], script);
        Assert.Equal(new WeightsResult(WeightsOutcome.Committed, Tempo, round), result with { Sent = null, ExtrinsicHash = null });
        Assert.Matches("^0x[0-9a-f]{64}$", result.ExtrinsicHash);
        Assert.Equal([new(0, 65535), new(3, 21845)], result.Sent!.Weights);
        Assert.Equal(7UL, result.Sent.VersionKey);
        Assert.Equal("commit_timelocked_weights", call.Name);
        Assert.Equal(Netuid, (ushort)call.Arguments[0].Value.AsNumber());
        Assert.Equal(round, (ulong)call.Arguments[2].Value.AsNumber());
        Assert.Equal(4, (int)call.Arguments[3].Value.AsNumber());
        Assert.Equal(
            WeightsPayload.Encode(validator.PublicKey.Span, [0, 3], [65535, 21845], 7),
            TimelockEncryption.Decrypt(call.Arguments[1].Value.AsBytes(), Convert.FromHexString(recorded.Text("signature"))));
    }

    [Fact]
    public async Task Nothing_is_sent_while_the_rate_limit_lasts()
    {
        using var validator = DevelopmentKeys.Of("timelocked");
        var script = Script(validator, rateLimit: 100, lastUpdate: 1);
        await using var node = new LoopbackNode(script.AnswerAsync);

        var result = await Subject(node, script, TimeProvider.System).SetWeightsAsync(Netuid, validator, [new(0, 65535)], Token);

        Assert.Equal(new WeightsResult(WeightsOutcome.TooEarly, 101), result);
        Assert.False(script.Calls.ContainsKey("author_submitExtrinsic"));
    }

    [Theory]
    [InlineData(0, "commit_timelocked_weights")]
    [InlineData(2, "commit_timelocked_mechanism_weights")]
    public async Task Each_mechanism_has_its_own_call_and_rate_limit(byte mechanism, string expected)
    {
        using var validator = DevelopmentKeys.Of("timelocked");
        var script = Script(validator, rateLimit: 100, lastUpdate: 1, lastUpdateOf: (byte)(mechanism + 1));
        await using var node = new LoopbackNode(script.AnswerAsync);
        var subject = Subject(node, script, TimeProvider.System, mechanism: mechanism);

        await subject.SetWeightsAsync(Netuid, validator, [new(0, 65535)], Token);

        var (_, name, arguments) = CallOf(script.Newest[0], script);
        Assert.Equal(expected, name);
        Assert.Equal(mechanism == 0 ? [] : [mechanism], arguments.Where(argument => argument.Key == "mecid").Select(argument => (byte)argument.Value.AsNumber()));
    }

    [Theory]
    [InlineData(0, Netuid)]
    [InlineData(1, Netuid + 4096)]
    [InlineData(15, Netuid + (15 * 4096))]
    public async Task Weights_are_read_where_the_chain_keeps_those_of_the_mechanism(byte mechanism, ushort index)
    {
        using var validator = DevelopmentKeys.Of("timelocked");
        var script = Script(validator);
        Store(script, "SubtensorModule", "Weights", [1 << 2, .. BitConverter.GetBytes((ushort)3), .. BitConverter.GetBytes((ushort)9)], (ulong)index, (ulong)OwnUid);
        await using var node = new LoopbackNode(script.AnswerAsync);
        await using var session = Client(node, script).Open();

        Assert.Equal([new UidWeight(3, 9)], await session.ReadWeightsAsync(Netuid, OwnUid, mechanism, Token));
        Assert.Empty(await session.ReadWeightsAsync(Netuid, OwnUid, (byte)(mechanism ^ 1), Token));
    }

    [Fact]
    public async Task A_mechanism_that_a_subnet_cannot_have_is_refused()
    {
        using var validator = DevelopmentKeys.Of("timelocked");
        var script = Script(validator);
        await using var node = new LoopbackNode(script.AnswerAsync);
        await using var session = Client(node, script).Open();

        var refused = await Assert.ThrowsAsync<SubtensorException>(() => session.ReadWeightsAsync(ushort.MaxValue, OwnUid, 1, Token));

        Assert.Contains("Subnet 65535 has no mechanism 1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_runtime_without_mechanisms_is_named_before_anything_else_is_read()
    {
        using var validator = DevelopmentKeys.Of("timelocked");
        var script = new ScriptedChain();
        await using var node = new LoopbackNode(script.AnswerAsync);
        await using var session = Client(node, script).Open();

        var refused = await Assert.ThrowsAsync<SubtensorException>(() => session.ReadWeightStandingAsync(Netuid, validator.Hotkey, 1, Token));

        Assert.StartsWith($"The chain's runtime {script.SpecVersion} knows no mechanisms", refused.Message, StringComparison.Ordinal);
        Assert.All((string[])["Nothing was sent", "--mechanism and Subtensor__Mechanism"], part => Assert.Contains(part, refused.Message, StringComparison.Ordinal));
        Assert.False(script.Calls.ContainsKey("state_getStorage"));
    }

    [Fact]
    public async Task Where_finality_is_asked_for_they_are_followed_until_their_block_is_final()
    {
        using var validator = DevelopmentKeys.Of("timelocked");
        var script = Script(validator);
        await using var node = new LoopbackNode(script.AnswerAsync);

        var sending = Subject(node, script, TimeProvider.System, ExtrinsicWait.Finalized).SetWeightsAsync(Netuid, validator, [new(0, 65535)], Token).AsTask();
        while (!sending.IsCompleted && script.Height < 2)
        {
            await Task.Delay(10, Token);
        }

        var looks = script.Calls["chain_getFinalizedHead"];
        while (!sending.IsCompleted && script.Calls["chain_getFinalizedHead"] < looks + 5)
        {
            await Task.Delay(10, Token);
        }

        Assert.False(sending.IsCompleted, "Its block was not final yet.");
        script.Finalized = 2;
        Assert.Equal(WeightsOutcome.Committed, (await sending).Outcome);
    }

    private static ChainSubtensor Subject(LoopbackNode node, ScriptedChain script, TimeProvider time, ExtrinsicWait wait = ExtrinsicWait.Included, byte mechanism = 0) => new(
        Client(node, script),
        new MemoryCommitments(),
        new ChainSubtensorOptions { AxonVersion = 1, Wait = wait, Mechanism = mechanism },
        time,
        NullLogger<ChainSubtensor>.Instance);

    private static SubtensorClient Client(LoopbackNode node, ScriptedChain script)
    {
        var client = new SubtensorClient(
            new SubtensorOptions { Network = SubtensorNetwork.Parse(node.Uri.OriginalString), BlockPollInterval = TimeSpan.FromMilliseconds(10) },
            TimeProvider.System,
            NullLogger<SubtensorClient>.Instance);
        client.Know(NewerRuntime.Create(Hex.Decode(script.HashAt(0))));
        return client;
    }

    /// <summary>A chain at block 1 with three neurons on a subnet with commit-reveal.</summary>
    private static ScriptedChain Script(Keypair validator, ulong rateLimit = 0, ulong lastUpdate = 0, byte lastUpdateOf = 0)
    {
        var script = new ScriptedChain { SpecVersion = NewerRuntime.SpecVersion };
        script.Append("block 1");
        script.Runtime[RuntimeApiNames.SubnetHyperparameters] = Hex.Encode(Hyperparameters(rateLimit));
        Store(script, "SubtensorModule", "Uids", BitConverter.GetBytes(OwnUid), (ulong)Netuid, validator.PublicKey.ToArray());
        Store(script, "SubtensorModule", "SubnetworkN", BitConverter.GetBytes((ushort)4), (ulong)Netuid);
        Store(script, "SubtensorModule", "LastUpdate", [3 << 2, .. new byte[16], .. BitConverter.GetBytes(lastUpdate)], (ulong)(Netuid + (4096 * lastUpdateOf)));
        Store(script, "SubtensorModule", "Tempo", BitConverter.GetBytes(Tempo), (ulong)Netuid);
        Store(script, "SubtensorModule", "RevealPeriodEpochs", BitConverter.GetBytes(1UL), (ulong)Netuid);
        Store(script, "System", "Events", Hex.Decode(Success));
        return script;
    }

    private static void Store(ScriptedChain script, string pallet, string item, byte[] value, params ScaleValue[] parameters)
    {
        var metadata = NewerRuntime.Metadata();
        script.Storage[Hex.Encode(StorageKey.Create(metadata.Types, metadata.FindStorage(pallet, item)!, parameters))] = Hex.Encode(value);
    }

    /// <summary>The recorded rules with commit-reveal switched on, as the runtime wraps them.</summary>
    private static byte[] Hyperparameters(ulong rateLimit)
    {
        using var vectors = ChainVectors.Read("runtime_api");
        var call = vectors.RootElement.GetProperty("calls").EnumerateArray()
            .First(call => call.Text("method") == RuntimeApiNames.SubnetHyperparameters && call.GetProperty("decoded").ValueKind == System.Text.Json.JsonValueKind.Object);
        var recorded = RuntimeApiCodec.DecodeResult(ChainVectors.Metadata, RuntimeApiNames.SubnetHyperparameters, call.Bytes("response")).AsStructure();
        var changed = new ScaleComposite([.. recorded.Fields.Select(field => KeyValuePair.Create(field.Key, field.Key switch
        {
            "commit_reveal_weights_enabled" => true,
            "weights_rate_limit" => rateLimit,
            "weights_version" => 7UL,
            "min_allowed_weights" => 1UL,
            "max_weights_limit" => (ulong)ushort.MaxValue,
            _ => field.Value,
        }))]);
        var inner = ScaleEncoder.Encode(OpaqueLayouts.Types, OpaqueLayouts.Find(RuntimeApiNames.SubnetHyperparameters)!.Result, changed);
        var writer = new ScaleWriter();
        writer.WriteCompact(inner.Length);
        writer.WriteBytes(inner);
        return writer.ToArray();
    }

    private static (string Pallet, string Name, IReadOnlyList<KeyValuePair<string, ScaleValue>> Arguments) CallOf(string extrinsic, ScriptedChain script)
    {
        var runtime = NewerRuntime.Create(Hex.Decode(script.HashAt(0)));
        var bytes = Hex.Decode(extrinsic);
        var reader = new ScaleReader(bytes);
        reader.ReadCompact();

        // Version, address kind, signer, signature kind, signature; mortal era, nonce, tip and the mode of the metadata's hash.
        reader.ReadBytes(1 + 1 + 32 + 1 + 64 + 2 + 1 + 1 + 1);
        return CallDecoder.Decode(runtime.Metadata, bytes.AsSpan(reader.Position));
    }
}
