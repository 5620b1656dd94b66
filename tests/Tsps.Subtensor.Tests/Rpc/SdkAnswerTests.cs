using System.Numerics;
using System.Text.Json;
using Tsps.Bittensor.Synapses;
using Tsps.Subtensor.Rpc;
using Tsps.Subtensor.RuntimeApi;
using Tsps.Subtensor.Scale;
using Tsps.Subtensor.Tests.Support;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Rpc;

/// <summary>What the Python SDKs read from the runtime's answers, we read too.</summary>
[Trait(Categories.Name, Categories.Golden)]
public class SdkAnswerTests
{
    private const decimal RaoPerTao = 1_000_000_000;

    /// <summary>What we make of a step's answers: a number, a flag or a text.</summary>
    private static readonly Dictionary<string, Func<SdkStep, object>> Reads = new()
    {
        ["get_current_block"] = step => (double)HeadOf(step),
        ["get_uid_for_hotkey_on_subnet"] = step => NumberOf(step, "Uids"),
        ["uid"] = step => NumberOf(step, "Uids"),
        ["is_hotkey_registered"] = step => ValueOf(step, "Uids") is not ScaleNone,
        ["get_balance"] = step => (double)FreeOf(step),
        ["balance"] = step => FormattableString.Invariant($"τ{Tao.FromRao(FreeOf(step)):#,0.000000000}"),
        ["tempo"] = step => NumberOf(step, "Tempo"),
        ["weights_rate_limit"] = step => NumberOf(step, "WeightsSetRateLimit"),
        ["min_allowed_weights"] = step => NumberOf(step, "MinAllowedWeights"),
        ["max_weight_limit"] = step => NumberOf(step, "MaxWeightsLimit") / ushort.MaxValue,
        ["immunity_period"] = step => NumberOf(step, "ImmunityPeriod"),
        ["commit_reveal_enabled"] = step => ValueOf(step, "CommitRevealWeightsEnabled").AsFlag(),
        ["blocks_since_last_update"] = step => HeadOf(step) - (double)ValueOf(step, "LastUpdate").AsItems()[UidBefore(step)].AsNumber(),
    };

    /// <summary>Steps whose outcome other tests compare, by the beginning of their names.</summary>
    private static readonly string[] ComparedElsewhere = ["neurons_lite", "metagraph", "connect", "raw "];

    /// <summary>Steps that send something: whatever came of it, the extrinsic is held against ours.</summary>
    private static readonly string[] Submitting = ["set_weights", "serve_extrinsic", "intent "];

    [Fact]
    public void Reads_give_what_the_sdks_read()
    {
        var compared = 0;
        foreach (var (step, expected) in Succeeded().Where(pair => Reads.ContainsKey(pair.Step.Name)))
        {
            var read = Reads[step.Name](step);
            Assert.True(
                read switch
                {
                    bool flag => flag == expected.GetBoolean(),
                    double number => number == expected.GetDouble(),
                    _ => (string)read == expected.GetString(),
                },
                $"{step.Sdk}, {step.Name}: {read} instead of {expected}");
            compared++;
        }

        Assert.True(compared > 0);
    }

    [Fact]
    public void Every_step_that_an_sdk_came_through_is_compared() => Assert.All(
        Succeeded(),
        pair => Assert.True(
            Reads.ContainsKey(pair.Step.Name) || ComparedElsewhere.Concat(Submitting).Any(name => pair.Step.Name.StartsWith(name, StringComparison.Ordinal)),
            $"{pair.Step.Sdk}, {pair.Step.Name}"));

    [Fact]
    public void Every_storage_answer_of_a_known_item_decodes_to_its_last_byte() => Assert.NotEmpty(SdkTranscripts.Steps().SelectMany(SdkTranscripts.StorageAnswers));

    [Fact]
    public void The_addresses_that_the_sdks_connected_to_are_networks_of_ours()
    {
        var addresses = Succeeded().Where(pair => pair.Step.Name == "connect").Select(pair => pair.Result[1].GetString()!).ToList();
        Assert.NotEmpty(addresses);
        Assert.All(addresses, address => Assert.Equal(new Uri(address), Assert.Single(SubtensorNetwork.Parse(address).Endpoints)));
    }

    [Fact]
    public void The_sdks_version_numbers_are_those_that_axons_and_dendrites_go_by()
    {
        using var vectors = ChainVectors.Read("sdk_transcripts");
        foreach (var sdk in vectors.RootElement.GetProperty("sdks").EnumerateArray().Where(sdk => sdk.GetProperty("version_as_int").ValueKind == JsonValueKind.Number))
        {
            var expected = sdk.Text("sdk").EndsWith(" 6.7.2", StringComparison.Ordinal) ? SdkVersion.Six : SdkVersion.Ten;
            Assert.Equal(expected.Number, sdk.GetProperty("version_as_int").GetInt64());
        }
    }

    [Fact]
    public void Neurons_are_those_that_sdk_6_made_of_the_same_answers()
    {
        var compared = 0;
        foreach (var (step, expected) in Succeeded().Where(pair => pair.Step.Name.StartsWith("neurons_lite", StringComparison.Ordinal)))
        {
            var neurons = NeuronsOf(step);
            Assert.Equal(expected.GetArrayLength(), neurons.Count);
            foreach (var (value, made) in neurons.Zip(expected.EnumerateArray()))
            {
                Compare(made, value);
                Compare(made, NeuronInfo.From(value));
                compared++;
            }
        }

        Assert.True(compared > 0);
    }

    [Fact]
    public void A_metagraph_is_that_which_sdk_6_made_of_the_same_answers()
    {
        var metagraphs = Succeeded().Where(pair => pair.Step.Name == "metagraph").ToList();
        Assert.NotEmpty(metagraphs);
        foreach (var (step, expected) in metagraphs)
        {
            NeuronInfo[] neurons = [.. NeuronsOf(step).Select(NeuronInfo.From)];
            Assert.Equal(expected.GetProperty("n").GetInt32(), neurons.Length);
            Assert.Equal(expected.GetProperty("block").GetUInt64(), HeadOf(step));
            Same("uids", item => item.GetUInt16(), neuron => neuron.Uid);
            Same("hotkeys", item => item.GetString(), neuron => neuron.Hotkey.Address);
            Same("coldkeys", item => item.GetString(), neuron => neuron.Coldkey);
            Same("last_update", item => item.GetUInt64(), neuron => neuron.LastUpdate);
            Same("validator_permit", item => item.GetBoolean(), neuron => neuron.ValidatorPermit);
            Same("active", item => item.GetInt32() == 1, neuron => neuron.IsActive);
            Same("S", item => item.GetSingle(), neuron => (float)neuron.Stake);
            Same("R", item => item.GetSingle(), neuron => (float)neuron.Rank);
            Same("I", item => item.GetSingle(), neuron => (float)neuron.Incentive);
            Same("E", item => item.GetSingle(), neuron => (float)neuron.Emission);
            Same("C", item => item.GetSingle(), neuron => (float)neuron.Consensus);
            Same("T", item => item.GetSingle(), neuron => (float)neuron.Trust);
            Same("Tv", item => item.GetSingle(), neuron => (float)neuron.ValidatorTrust);
            Same("D", item => item.GetSingle(), neuron => (float)neuron.Dividends);
            Same("axons", AddressOf, neuron => $"{neuron.Axon.Address}:{neuron.Axon.Port}");
            Same("addresses", AddressOf, neuron => $"{neuron.Axon.Address}:{neuron.Axon.Port}");

            void Same<T>(string member, Func<JsonElement, T> made, Func<NeuronInfo, T> ours) =>
                Assert.Equal(expected.GetProperty(member).EnumerateArray().Select(made), neurons.Select(ours));
        }
    }

    /// <summary>Such as <c>/ipv4/203.0.113.20:8000</c>.</summary>
    private static string AddressOf(JsonElement axon) => axon.GetString()!.Split('/')[^1];

    /// <summary>What <see cref="NeuronInfo"/> sums up or leaves out.</summary>
    private static void Compare(JsonElement expected, ScaleComposite neuron)
    {
        Assert.Equal(expected.GetProperty("netuid").GetUInt64(), neuron.UInt64("netuid"));
        Assert.Equal(expected.GetProperty("pruning_score").GetUInt64(), neuron.UInt64("pruning_score"));
        Assert.Equal(
            expected.GetProperty("stake_dict_rao").EnumerateObject().Select(stake => (stake.Name, new BigInteger(stake.Value.GetUInt64()))),
            neuron.Field("stake").AsItems().Select(stake => (Ss58.Encode(stake.AsItems()[0].AsBytes()).Address, stake.AsItems()[1].AsNumber())));
    }

    private static void Compare(JsonElement expected, NeuronInfo neuron)
    {
        Assert.Equal(expected.Text("hotkey"), neuron.Hotkey.Address);
        Assert.Equal(expected.Text("coldkey"), neuron.Coldkey);
        Assert.Equal(expected.GetProperty("uid").GetUInt16(), neuron.Uid);
        Assert.Equal(expected.GetProperty("active").GetBoolean(), neuron.IsActive);
        Assert.Equal(expected.GetProperty("stake_rao").GetUInt64(), (ulong)(neuron.Stake * RaoPerTao));
        Assert.Equal(expected.GetProperty("rank").GetDouble(), neuron.Rank);
        Assert.Equal(expected.GetProperty("trust").GetDouble(), neuron.Trust);
        Assert.Equal(expected.GetProperty("consensus").GetDouble(), neuron.Consensus);
        Assert.Equal(expected.GetProperty("incentive").GetDouble(), neuron.Incentive);
        Assert.Equal(expected.GetProperty("dividends").GetDouble(), neuron.Dividends);
        Assert.Equal(expected.GetProperty("validator_trust").GetDouble(), neuron.ValidatorTrust);
        Assert.Equal(expected.GetProperty("emission").GetDouble(), (double)neuron.Emission);
        Assert.Equal(expected.GetProperty("last_update").GetUInt64(), neuron.LastUpdate);
        Assert.Equal(expected.GetProperty("validator_permit").GetBoolean(), neuron.ValidatorPermit);
        var axon = expected.GetProperty("axon");
        Assert.Equal(axon[0].GetUInt32(), neuron.Axon.Version);
        Assert.Equal(axon[1].GetString(), neuron.Axon.Address.ToString());
        Assert.Equal(axon[2].GetUInt16(), neuron.Axon.Port);
    }

    private static IEnumerable<(SdkStep Step, JsonElement Result)> Succeeded()
    {
        foreach (var step in SdkTranscripts.Steps())
        {
            if (step.Json.GetProperty("result").TryGetProperty("ok", out var result))
            {
                yield return (step, result);
            }
        }
    }

    private static IReadOnlyList<ScaleComposite> NeuronsOf(SdkStep step)
    {
        var answer = step.Exchanges().Last(exchange => exchange.Method == "state_call" && exchange.Parameters[0].GetString() == RuntimeApiNames.NeuronsLite);
        var neurons = RuntimeApiCodec.DecodeResult(ChainVectors.Metadata, RuntimeApiNames.NeuronsLite, Hex.Decode(answer.Result!.Value.GetString()!));
        return [.. neurons.AsItems().Select(neuron => neuron.AsStructure())];
    }

    private static ScaleValue ValueOf(SdkStep step, string item) => step.StorageAnswers().Last(answer => answer.Item == item).Value;

    private static double NumberOf(SdkStep step, string item) => (double)ValueOf(step, item).AsNumber();

    private static BigInteger FreeOf(SdkStep step) => ValueOf(step, "Account").AsStructure().Field("data").AsStructure().Field("free").AsNumber();

    private static ulong HeadOf(SdkStep step) =>
        Answer.Number(new BlockHeader { Number = step.Exchanges().Last(exchange => exchange.Method == "chain_getHeader").Result!.Value.Text("number") });

    /// <summary>The uid that the same SDK had asked for.</summary>
    private static int UidBefore(SdkStep step) =>
        step.Before.Last(before => before.Text("step") == "get_uid_for_hotkey_on_subnet").GetProperty("result").GetProperty("ok").GetInt32();
}
