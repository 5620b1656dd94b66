using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text.Json;
using Tsps.Domain;
using Tsps.Subtensor.Metadata;
using Tsps.Subtensor.RuntimeApi;
using Tsps.Subtensor.Scale;
using Tsps.Subtensor.Tests.Support;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.RuntimeApi;

[Trait(Categories.Name, Categories.Golden)]
public class RuntimeApiVectorTests
{
    [Theory]
    [InlineData(14)]
    [InlineData(15)]
    public void Answers_decode_as_recorded_whether_the_metadata_lists_the_method_or_not(int version)
    {
        var metadata = MetadataReader.Read(ChainVectors.MetadataBytes(version));
        using var vectors = ChainVectors.Read("runtime_api");
        foreach (var call in Answered(vectors))
        {
            var value = RuntimeApiCodec.DecodeResult(metadata, call.Text("method"), call.Bytes("response"));
            Assert.True(value.Matches(call.GetProperty("decoded")), $"{call.Text("method")}({call.Text("request")})");
        }
    }

    [Fact]
    public void What_is_wrapped_is_as_long_as_recorded()
    {
        using var vectors = ChainVectors.Read("runtime_api");
        foreach (var call in Answered(vectors).Where(call => call.TryGetProperty("inner_length", out _)))
        {
            var reader = new ScaleReader(call.Bytes("response"));
            Assert.Equal(call.GetProperty("inner_length").GetInt32(), reader.ReadByteVector().Length);
            reader.ExpectEnd();
        }
    }

    [Theory]
    [InlineData(14)]
    [InlineData(15)]
    public void Arguments_encode_to_the_recorded_requests(int version)
    {
        var metadata = MetadataReader.Read(ChainVectors.MetadataBytes(version));
        using var vectors = ChainVectors.Read("runtime_api");
        foreach (var call in Answered(vectors))
        {
            var method = call.Text("method");
            var arguments = Arguments(metadata, method, call.Bytes("request"));
            Assert.Equal(call.Text("request"), Hex.Encode(RuntimeApiCodec.EncodeArguments(metadata, method, arguments)));
        }
    }

    [Fact]
    public void Neurons_carry_what_the_vectors_tell()
    {
        using var vectors = ChainVectors.Read("runtime_api");
        var checkedNeurons = 0;
        foreach (var call in Answered(vectors).Where(call => call.Text("method") == RuntimeApiNames.NeuronsLite))
        {
            var answer = RuntimeApiCodec.DecodeResult(ChainVectors.Metadata, RuntimeApiNames.NeuronsLite, call.Bytes("response")).AsItems();
            foreach (var (value, expected) in answer.Zip(call.GetProperty("decoded").EnumerateArray()))
            {
                Compare(NeuronInfo.From(value.AsStructure()), expected);
                checkedNeurons++;
            }
        }

        Assert.True(checkedNeurons > 0);
    }

    [Fact]
    public void Hyperparameters_carry_what_the_vectors_tell()
    {
        using var vectors = ChainVectors.Read("runtime_api");
        foreach (var call in Answered(vectors).Where(call => call.Text("method") == RuntimeApiNames.SubnetHyperparameters))
        {
            var value = RuntimeApiCodec.DecodeResult(ChainVectors.Metadata, RuntimeApiNames.SubnetHyperparameters, call.Bytes("response"));
            var expected = call.GetProperty("decoded");
            if (expected.ValueKind == JsonValueKind.Null)
            {
                Assert.IsType<ScaleNone>(value);
                continue;
            }

            var read = HyperparameterReader.Read(value.AsStructure());
            Assert.Equal(Number(expected, "tempo"), read.Tempo);
            Assert.Equal(Number(expected, "weights_rate_limit"), read.WeightsRateLimit);
            Assert.Equal(Number(expected, "serving_rate_limit"), read.ServingRateLimit);
            Assert.Equal(Number(expected, "weights_version"), read.WeightsVersion);
            Assert.Equal(Number(expected, "min_allowed_weights"), read.MinAllowedWeights);
            Assert.Equal(Number(expected, "max_weights_limit"), read.MaxWeightsLimit);
            Assert.Equal(Number(expected, "immunity_period"), read.ImmunityPeriod);
            Assert.Equal(Number(expected, "activity_cutoff"), read.ActivityCutoff);
            Assert.Equal(Number(expected, "max_validators"), read.MaxValidators);
            Assert.Equal(expected.GetProperty("commit_reveal_weights_enabled").GetBoolean(), read.CommitRevealEnabled);
            Assert.Equal(expected.GetProperty("registration_allowed").GetBoolean(), read.RegistrationAllowed);
        }
    }

    private static void Compare(NeuronInfo neuron, JsonElement expected)
    {
        var axon = expected.GetProperty("axon_info");
        Assert.Equal(expected.Text("hotkey"), Hex.Encode(Ss58.Decode(neuron.Hotkey.Address)));
        Assert.Equal(expected.Text("coldkey"), Hex.Encode(Ss58.Decode(neuron.Coldkey)));
        Assert.Equal(Number(expected, "uid"), neuron.Uid);
        Assert.Equal(Number(expected, "rank"), new BigInteger(Math.Round(neuron.Rank * 65535)));
        Assert.Equal(Number(expected, "emission"), new BigInteger(neuron.Emission * 1_000_000_000m));
        Assert.Equal(Number(expected, "last_update"), neuron.LastUpdate);
        Assert.Equal(expected.GetProperty("validator_permit").GetBoolean(), neuron.ValidatorPermit);
        Assert.Equal(Number(axon, "block"), neuron.Axon.Block);
        Assert.Equal(Number(axon, "version"), neuron.Axon.Version);
        Assert.Equal(Number(axon, "port"), neuron.Axon.Port);
        Assert.Equal(Number(axon, "ip"), AxonInfo.ToNumber(neuron.Axon.Address).Number);
        if (Number(axon, "ip").IsZero)
        {
            Assert.Equal(IPAddress.Any, neuron.Axon.Address);
            Assert.Null(neuron.ToNeuron().Axon);
        }
        else
        {
            Assert.Equal(Number(axon, "ip_type"), AxonInfo.ToNumber(neuron.Axon.Address).IpType);
            Assert.Equal((int)Number(axon, "port"), neuron.ToNeuron().Axon!.Port);
        }
    }

    /// <summary>Takes a recorded request apart by the types that the method declares.</summary>
    private static ScaleValue[] Arguments(RuntimeMetadata metadata, string method, byte[] request)
    {
        var reader = new ScaleReader(request);
        var listed = metadata.Apis.GetValueOrDefault(method);
        var types = listed is null ? OpaqueLayouts.Types : metadata.Types;
        var inputs = listed?.Inputs.Select(input => input.Type).ToList() ?? OpaqueLayouts.Find(method)!.Inputs;
        var values = new ScaleValue[inputs.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ScaleDecoder.Read(types, inputs[i], ref reader);
        }

        reader.ExpectEnd();
        return values;
    }

    private static IEnumerable<JsonElement> Answered(JsonDocument vectors) =>
        vectors.RootElement.GetProperty("calls").EnumerateArray().Where(call => call.TryGetProperty("response", out var response) && response.ValueKind == JsonValueKind.String);

    private static BigInteger Number(JsonElement json, string property) => BigInteger.Parse(json.Text(property), CultureInfo.InvariantCulture);
}
