using System.Buffers;
using System.Globalization;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Bittensor.Tests.Axon.Replay;
using Tsps.Domain;

namespace Tsps.Bittensor.Tests.Axon;

/// <summary>Requests as dendrites of both SDKs make them, signed by a hotkey of the tests.</summary>
internal static class SampleRequests
{
    private static readonly Keypair CallerKey = KeyOf(1);
    private static readonly Keypair AxonKey = KeyOf(2);

    public static Hotkey Caller => CallerKey.Hotkey;

    public static Hotkey Axon => AxonKey.Hotkey;

    public static IHotkeySigner AxonSigner => AxonKey;

    public static LiveForwardHash Hash { get; } =
        new() { RequestUuid = "00000000-0000-4000-8000-000000000001", StreamId = "BTCUSD-5m", TopicId = 1, FeatureIds = [0.001], PredictionSize = 100, SchemaId = 1 };

    /// <summary>One of each synapse and SDK.</summary>
    public static IReadOnlyList<(string Name, RawRequest Raw)> All { get; } =
        [.. from version in new[] { SdkVersion.Six, SdkVersion.Ten } from synapse in Synapses(version.Spelling) select (synapse.Name, Make(synapse, version, 1, CallerKey))];

    public static RawRequest Make(Synapse synapse, SdkVersion version, Int128 nonce, Keypair? caller = null, string uuid = "u")
    {
        caller ??= CallerKey;
        var dendrite = new TerminalInfo { Ip = "203.0.113.7", Version = version.Number, Nonce = nonce, Uuid = uuid, Hotkey = caller.Hotkey.Address };
        dendrite = dendrite with
        {
            Signature = HotkeySignature.Sign(caller, string.Create(CultureInfo.InvariantCulture, $"{nonce}.{caller.Hotkey}.{AxonKey.Hotkey}.{uuid}.{Synapse.EmptyBodyHash}")),
        };
        var axon = new TerminalInfo { Ip = "127.0.0.1", Port = 8091, Hotkey = AxonKey.Hotkey.Address };
        var body = new ArrayBufferWriter<byte>();
        SynapseJson.Write(body, synapse with { Dendrite = dendrite, Axon = axon }, SynapseJsonStyle.Request);
        KeyValuePair<string, string>[] headers =
        [
            new("Host", "127.0.0.1:8091"),
            new("name", synapse.Name),
            new("timeout", PythonFloat.Format(synapse.Timeout)),
            .. TerminalHeaders.Write(TerminalHeaders.AxonPrefix, axon),
            .. TerminalHeaders.Write(TerminalHeaders.DendritePrefix, dendrite),
            .. SynapseTypes.Of(synapse).Members.Where(member => member.IsRequired).Select(member => KeyValuePair.Create(TerminalHeaders.InputPrefix + member.Name, member.HeaderPlaceholder)),
            new("header_size", "464"),
            new("total_size", "4000"),
            new("computed_body_hash", Synapse.EmptyBodyHash),
            new("Content-Type", "application/json"),
        ];
        return new RawRequest("POST", "/" + synapse.Name, headers, body.WrittenSpan.ToArray(), body.WrittenCount);
    }

    /// <summary>Signed by the caller once more, as it stands, for this axon and body hash.</summary>
    /// <exception cref="FormatException">What stands there is no text that can be signed.</exception>
    public static RawRequest Sign(RawRequest request, Hotkey axon, string bodyHash)
    {
        var text = $"{request.Header("bt_header_dendrite_nonce")}.{CallerKey.Hotkey}.{axon}.{request.Header("bt_header_dendrite_uuid") ?? "None"}.{bodyHash}";
        return request.With("bt_header_dendrite_signature", HotkeySignature.Sign(CallerKey, text));
    }

    public static Keypair KeyOf(byte number)
    {
        var seed = new byte[32];
        seed[0] = number;
        return Keypair.FromSeed(seed);
    }

    /// <summary>One of each synapse; those of tensors have one.</summary>
    public static IReadOnlyList<Synapse> Synapses(TensorDtypeSpelling spelling)
    {
        var samples = TensorCodec.Encode<double>([.. Enumerable.Range(0, 20).Select(i => i / 3.0)], [5, 4], spelling);
        const string Uuid = "00000000-0000-4000-8000-000000000001";
        const string Stream = "BTCUSD-5m";
        double[] features = [0.001, 0.002];
        return
        [
            new Synapse(),
            Hash,
            new LiveForward { RequestUuid = Uuid, StreamId = Stream, TopicId = 1, FeatureIds = features, PredictionSize = 100, SchemaId = 1, Samples = samples },
            new TrainingForward { RequestUuid = Uuid, StreamId = Stream, TopicId = 1, FeatureIds = features, PredictionSize = 100, SchemaId = 1, Samples = samples },
            new LiveBackward { RequestUuid = Uuid, StreamId = Stream, TopicId = 1, Samples = samples },
            new TrainingBackward { RequestUuid = Uuid, StreamId = Stream, TopicId = 1, Samples = samples },
        ];
    }
}
