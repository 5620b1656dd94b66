using System.Net;
using Tsps.Domain;
using Tsps.Subtensor.Metadata;
using Tsps.Subtensor.RuntimeApi;
using Tsps.Subtensor.Scale;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.RuntimeApi;

/// <summary>Newer runtimes describe their answers: they are read by the description, whatever its order.</summary>
[Trait(Categories.Name, Categories.Unit)]
public class TypedAnswerTests
{
    private static readonly byte[] Hotkey = [.. Enumerable.Repeat((byte)7, 32)];

    [Fact]
    public void Reads_a_selective_metagraph_whose_other_fields_are_absent()
    {
        var builder = new TypeRegistryBuilder();
        builder.Declare(
            "AxonInfo",
            ("block", "u64"),
            ("version", "u32"),
            ("ip", "u128"),
            ("port", "u16"),
            ("ip_type", "u8"),
            ("protocol", "u8"),
            ("placeholder1", "u8"),
            ("placeholder2", "u8"));
        builder.Declare(
            "SelectiveMetagraph",
            ("netuid", "Compact<u16>"),
            ("name", "Option<Vec<Compact<u8>>>"),
            ("hotkeys", "Option<Vec<AccountId>>"),
            ("axons", "Option<Vec<AxonInfo>>"),
            ("validator_permit", "Option<Vec<bool>>"),
            ("total_stake", "Option<Vec<Compact<u64>>>"));
        var output = builder.Find("Option<SelectiveMetagraph>");
        var metadata = Runtime(builder, RuntimeApiNames.SelectiveMetagraph, output, builder.Find("u16"), builder.Find("Vec<u16>"));
        ScaleValue axon = Structure(("block", 5), ("version", 720), ("ip", 0xcb007107), ("port", 8091), ("ip_type", 4), ("protocol", 4), ("placeholder1", 0), ("placeholder2", 0));
        var metagraph = Structure(
            ("netuid", 8),
            ("name", ScaleNone.Instance),
            ("hotkeys", new ScaleSequence([Hotkey])),
            ("axons", new ScaleSequence([axon])),
            ("validator_permit", new ScaleSequence([true])),
            ("total_stake", new ScaleSequence([1_500_000_000UL])));

        var answer = RuntimeApiCodec.DecodeResult(metadata, RuntimeApiNames.SelectiveMetagraph, ScaleEncoder.Encode(metadata.Types, output, metagraph));
        var neuron = Assert.Single(NeuronReader.ToNeurons(answer.AsStructure()));

        Assert.Equal(0, neuron.Uid);
        Assert.Equal(1.5m, neuron.Stake);
        Assert.True(neuron.ValidatorPermit);
        Assert.Equal(new IPEndPoint(IPAddress.Parse("203.0.113.7"), 8091).ToString(), neuron.Axon!.ToString());
        Assert.Equal("0x08000834003700", Hex.Encode(RuntimeApiCodec.EncodeArguments(metadata, RuntimeApiNames.SelectiveMetagraph, 8UL, ScaleValue.Sequence([52, 55]))));
    }

    [Fact]
    public void Refuses_a_metagraph_whose_lists_differ_in_length()
    {
        var metagraph = Structure(
            ("hotkeys", new ScaleSequence([Hotkey])),
            ("axons", new ScaleSequence([])),
            ("validator_permit", new ScaleSequence([true])),
            ("total_stake", new ScaleSequence([1])));
        Assert.Throws<ScaleException>(() => NeuronReader.ToNeurons(metagraph));
    }

    [Fact]
    public void Reads_hyperparameters_that_the_runtime_describes_in_another_order_with_new_fields()
    {
        var builder = new TypeRegistryBuilder();
        builder.Declare(
            "Hyperparams",
            ("new_field", "Bytes"),
            ("commit_reveal_weights_enabled", "bool"),
            ("registration_allowed", "bool"),
            ("tempo", "u16"),
            ("immunity_period", "u16"),
            ("min_allowed_weights", "Compact<u16>"),
            ("max_weights_limit", "Compact<u16>"),
            ("weights_version", "u64"),
            ("weights_rate_limit", "u64"),
            ("serving_rate_limit", "u64"),
            ("activity_cutoff", "Compact<u64>"),
            ("commit_reveal_weights_interval", "u64"),
            ("max_validators", "u16"));
        var output = builder.Find("Option<Hyperparams>");
        var metadata = Runtime(builder, RuntimeApiNames.SubnetHyperparameters, output, builder.Find("u16"));
        var value = Structure(
            ("new_field", new byte[] { 1, 2 }),
            ("commit_reveal_weights_enabled", true),
            ("registration_allowed", false),
            ("tempo", 360),
            ("immunity_period", 5000),
            ("min_allowed_weights", 1),
            ("max_weights_limit", 65535),
            ("weights_version", 3),
            ("weights_rate_limit", 100),
            ("serving_rate_limit", 50),
            ("activity_cutoff", 5000),
            ("commit_reveal_weights_interval", 1),
            ("max_validators", 64));

        var answer = RuntimeApiCodec.DecodeResult(metadata, RuntimeApiNames.SubnetHyperparameters, ScaleEncoder.Encode(metadata.Types, output, value));

        Assert.Equal(
            new SubnetHyperparameters(360, 5000, 1, 65535, 3, 100, 50, 5000, RegistrationAllowed: false, CommitRevealEnabled: true, 1, 64),
            HyperparameterReader.Read(answer.AsStructure()));
    }

    private static RuntimeMetadata Runtime(TypeRegistryBuilder types, string method, uint output, params uint[] inputs)
    {
        var api = new RuntimeApiMethod(method, [.. inputs.Select(input => new TypeField("", input))], output);
        return new RuntimeMetadata(15, types.Build(), [], 4, [], new Dictionary<string, RuntimeApiMethod> { [method] = api });
    }

    private static ScaleComposite Structure(params (string Name, ScaleValue Value)[] fields) =>
        new([.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);
}
