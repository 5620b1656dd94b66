using System.Globalization;
using System.Text.Json;
using Tsps.Bittensor.Keys;
using Tsps.Subtensor.Extrinsics;
using Tsps.Subtensor.RuntimeApi;
using Tsps.Subtensor.Scale;
using Tsps.Subtensor.Storage;
using Tsps.Subtensor.Tests.Support;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Rpc;

/// <summary>What the Python SDKs themselves exchanged with the runtime: we read the answers as they did, and would have sent the same calls.</summary>
[Trait(Categories.Name, Categories.Golden)]
public class SdkTranscriptTests
{
    private static readonly (string Step, string Pallet, string Item)[] Reads =
    [
        ("get_uid_for_hotkey_on_subnet", "SubtensorModule", "Uids"),
        ("uid", "SubtensorModule", "Uids"),
        ("tempo", "SubtensorModule", "Tempo"),
        ("weights_rate_limit", "SubtensorModule", "WeightsSetRateLimit"),
        ("min_allowed_weights", "SubtensorModule", "MinAllowedWeights"),
        ("immunity_period", "SubtensorModule", "ImmunityPeriod"),
        ("commit_reveal_enabled", "SubtensorModule", "CommitRevealWeightsEnabled"),
    ];

    [Fact]
    public void Storage_reads_give_what_the_sdks_read()
    {
        var compared = 0;
        foreach (var step in Steps())
        {
            var result = step.Json.GetProperty("result");
            var item = Reads.FirstOrDefault(read => read.Step == step.Name);
            if (item.Item is null || !result.TryGetProperty("ok", out var expected))
            {
                continue;
            }

            var value = StorageAnswers(step).Last(answer => answer.Item == item.Item).Value;
            Assert.Equal(expected.ToString(), value is ScaleBool flag ? flag.Value.ToString() : value.AsNumber().ToString(CultureInfo.InvariantCulture));
            compared++;
        }

        Assert.True(compared > 0);
    }

    [Fact]
    public void Every_storage_answer_of_a_known_item_decodes_to_its_last_byte() => Assert.NotEmpty(Steps().SelectMany(StorageAnswers));

    [Fact]
    public void Neurons_are_those_that_sdk_6_made_of_the_same_answers()
    {
        var compared = 0;
        foreach (var step in Steps().Where(step => step.Name.StartsWith("neurons_lite", StringComparison.Ordinal)))
        {
            if (!step.Json.GetProperty("result").TryGetProperty("ok", out var expected))
            {
                continue;
            }

            var answer = Exchanges(step).Last(exchange => exchange.Method == "state_call" && exchange.Parameters[0].GetString() == RuntimeApiNames.NeuronsLite);
            var neurons = RuntimeApiCodec.DecodeResult(ChainVectors.Metadata, RuntimeApiNames.NeuronsLite, Hex.Decode(answer.Result!.Value.GetString()!)).AsItems();
            Assert.Equal(expected.GetArrayLength(), neurons.Count);
            foreach (var (value, made) in neurons.Zip(expected.EnumerateArray()))
            {
                Compare(made, NeuronInfo.From(value.AsStructure()));
                compared++;
            }
        }

        Assert.True(compared > 0);
    }

    [Fact]
    public void Extrinsics_that_the_runtime_took_are_signed_over_what_we_would_sign()
    {
        var verified = 0;
        foreach (var (step, exchange) in Submissions())
        {
            var bytes = Hex.Decode(exchange.Parameters[0].GetString()!);
            if (exchange.Result is null)
            {
                // What SDK 6.7 sends lacks a byte that this runtime wants: it cannot even be decoded.
                Assert.Equal(RefusalReason.Undecodable, Refusal.From(ErrorOf(exchange), 218).Reason);
                continue;
            }

            var sent = SentExtrinsic.Read(bytes);
            var (pallet, name, arguments) = CallDecoder.Decode(ChainVectors.Metadata, sent.Call);
            Assert.Equal(Hex.Encode(sent.Call), Hex.Encode(CallEncoder.Encode(ChainVectors.Metadata, pallet, name, [.. arguments.Select(argument => (argument.Key, argument.Value))])));
            Assert.True(BlockHashesBefore(step).Any(birth => sent.IsSignedFor(birth)), $"{step.Sdk}, {step.Name}: no block's hash makes the signature valid.");
            verified++;
        }

        Assert.True(verified > 0);
    }

    [Fact]
    public void Events_tell_the_outcome_that_the_sdks_told()
    {
        var compared = 0;
        foreach (var step in Steps().Where(step => step.Name.StartsWith("raw ", StringComparison.Ordinal)))
        {
            var submission = Exchanges(step).First(exchange => exchange.Method == "author_submitAndWatchExtrinsic").Parameters[0].GetString()!;
            var block = Exchanges(step).Last(exchange => exchange.Method == "chain_getBlock").Result;
            var events = StorageAnswers(step).LastOrDefault(answer => answer.Item == "Events").Value;
            if (block is null || events is null)
            {
                continue;
            }

            var index = block.Value.GetProperty("block").GetProperty("extrinsics").EnumerateArray().Select(extrinsic => extrinsic.GetString()).ToList().IndexOf(submission);
            var outcome = DispatchOutcome.Of(ChainVectors.Metadata, ChainEvent.ListFrom(events), (uint)index);
            var told = step.Json.GetProperty("result").GetProperty("ok");
            Assert.Equal(told.GetProperty("success").GetBoolean(), outcome is null);
            compared++;
        }

        Assert.True(compared > 0);
    }

    private static void Compare(JsonElement expected, NeuronInfo neuron)
    {
        Assert.Equal(expected.Text("hotkey"), neuron.Hotkey.Address);
        Assert.Equal(expected.Text("coldkey"), neuron.Coldkey);
        Assert.Equal(expected.GetProperty("uid").GetUInt16(), neuron.Uid);
        Assert.Equal(expected.GetProperty("active").GetBoolean(), neuron.IsActive);
        Assert.Equal(expected.GetProperty("stake_rao").GetUInt64(), (ulong)(neuron.Stake * 1_000_000_000));
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

    private static IEnumerable<SdkStep> Steps()
    {
        using var vectors = ChainVectors.Read("sdk_transcripts");
        foreach (var sdk in vectors.RootElement.GetProperty("sdks").EnumerateArray())
        {
            var steps = sdk.GetProperty("steps").EnumerateArray().ToList();
            for (var index = 0; index < steps.Count; index++)
            {
                yield return new SdkStep(sdk.Text("sdk"), steps[index].Text("step"), steps[index].Clone(), [.. steps.Take(index + 1).Select(step => step.Clone())]);
            }
        }
    }

    private static IEnumerable<(SdkStep Step, Exchange Exchange)> Submissions() =>
        Steps().SelectMany(step => Exchanges(step).Where(exchange => exchange.Method == "author_submitAndWatchExtrinsic").Select(exchange => (step, exchange)));

    /// <summary>Answers of storage items that the runtime's metadata knows, decoded, absent keys too; shortened frames are left out.</summary>
    private static IEnumerable<(string Item, ScaleValue Value)> StorageAnswers(SdkStep step)
    {
        var metadata = ChainVectors.Metadata;
        var items = metadata.Pallets.SelectMany(pallet => pallet.Storage.Values).ToLookup(
            entry => Hex.Encode(Substrate.NetApi.RequestGenerator.GetStorageKeyBytesHash(entry.Pallet, entry.Name)));
        foreach (var exchange in Exchanges(step).Where(exchange => exchange.Method == "state_getStorageAt" && exchange.Answer.TryGetProperty("result", out _)))
        {
            var prefix = exchange.Parameters[0].GetString()![..66];
            foreach (var entry in items[prefix])
            {
                yield return (entry.Name, StorageValue.Decode(metadata.Types, entry, exchange.Result is { } raw ? Hex.Decode(raw.GetString()!) : null));
            }
        }
    }

    /// <summary>Requests with their answers, whole ones only.</summary>
    private static IEnumerable<Exchange> Exchanges(SdkStep step)
    {
        var frames = step.Json.GetProperty("frames").EnumerateArray().Select(frame => (IsSent: frame[0].GetString() == ">", Json: TryParse(frame[1].GetString()!))).ToList();
        foreach (var (isSent, request) in frames)
        {
            if (isSent && request is { } sent && sent.TryGetProperty("id", out var id)
                && frames.Find(frame => !frame.IsSent && frame.Json is { } json && json.TryGetProperty("id", out var answered) && answered.ToString() == id.ToString()).Json is { } answer)
            {
                yield return new Exchange(
                    sent.Text("method"),
                    [.. sent.GetProperty("params").EnumerateArray()],
                    answer.TryGetProperty("result", out var result) && result.ValueKind != JsonValueKind.Null ? result : null,
                    answer);
            }
        }
    }

    private static IEnumerable<byte[]> BlockHashesBefore(SdkStep step) => step.Before
        .SelectMany(before => before.GetProperty("frames").EnumerateArray())
        .Select(frame => TryParse(frame[1].GetString()!))
        .OfType<JsonElement>()
        .Select(frame => frame.TryGetProperty("result", out var result) && result.ValueKind == JsonValueKind.String ? result.GetString()! : "")
        .Where(text => text.Length == 66)
        .Distinct()
        .Reverse()
        .Select(Hex.Decode);

    private static RpcException ErrorOf(Exchange exchange)
    {
        var error = exchange.Answer.GetProperty("error");
        return new RpcException(exchange.Method, error.GetProperty("code").GetInt32(), error.Text("message"), null, new InvalidOperationException());
    }

    private static JsonElement? TryParse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // Shortened in the recording.
            return null;
        }
    }

    private sealed record SdkStep(string Sdk, string Name, JsonElement Json, IReadOnlyList<JsonElement> Before);

    private sealed record Exchange(string Method, IReadOnlyList<JsonElement> Parameters, JsonElement? Result, JsonElement Answer);

    /// <summary>A signed extrinsic taken apart (chain specification, section 4).</summary>
    private sealed record SentExtrinsic(byte[] Signer, byte[] Signature, byte[] Extra, byte[] Call)
    {
        private const int MortalEraLength = 2;

        public static SentExtrinsic Read(byte[] bytes)
        {
            var reader = new ScaleReader(bytes);
            Assert.Equal(bytes.Length, (int)reader.ReadCompact() + reader.Position);
            Assert.Equal<byte>([0x84, 0x00], reader.ReadBytes(2).ToArray());
            var signer = reader.ReadBytes(32).ToArray();
            Assert.Equal(1, reader.ReadByte());
            var signature = reader.ReadBytes(64).ToArray();
            var start = reader.Position;
            reader.ReadBytes(bytes[start] == 0 ? 1 : MortalEraLength);
            reader.ReadCompact();
            reader.ReadCompact();
            Assert.Equal(0, reader.ReadByte());
            return new SentExtrinsic(signer, signature, bytes[start..reader.Position], bytes[reader.Position..]);
        }

        public bool IsSignedFor(byte[] birthHash)
        {
            var genesis = Enumerable.Repeat((byte)0x45, 32).ToArray();
            byte[] additional = [.. BitConverter.GetBytes(218u), .. BitConverter.GetBytes(1u), .. genesis, .. birthHash, 0];
            return Sr25519.Verify(Signer, SignedExtrinsic.SigningMessage(Call, new SignedExtensions(Extra, additional)), Signature);
        }
    }
}
