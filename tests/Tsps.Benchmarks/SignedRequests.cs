using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Synapses;
using Tsps.Domain;

namespace Tsps.Benchmarks;

/// <summary>Requests for a synapse as a dendrite sends them, each with a nonce and a signature of its own; they share one body.</summary>
internal sealed class SignedRequests
{
    /// <summary>A caller of its own: axons order the nonces of each.</summary>
    private readonly string _uuid = Guid.NewGuid().ToString();

    private readonly IHotkeySigner _validator;
    private readonly Synapse _synapse;
    private readonly TerminalInfo _axon;
    private readonly byte[] _body;
    private Int128 _lastNonce;

    public SignedRequests(IHotkeySigner validator, Hotkey miner, Synapse synapse)
    {
        _validator = validator;
        _synapse = synapse;
        _axon = new TerminalInfo { Ip = "127.0.0.1", Port = 8091, Hotkey = miner.Address };
        var body = new ArrayBufferWriter<byte>();
        SynapseJson.Write(body, synapse with { Dendrite = Sign(), Axon = _axon }, SynapseJsonStyle.Request);
        _body = body.WrittenSpan.ToArray();
    }

    public int BodyLength => _body.Length;

    public AxonRequest Next() => new()
    {
        Method = "POST",
        RawPath = "/" + _synapse.Name,
        Headers = Headers(Sign()),
        Body = PipeReader.Create(new ReadOnlySequence<byte>(_body)),
        DeclaredLength = _body.Length,
        RemoteAddress = IPAddress.Loopback,
        RemotePort = 50_000,
    };

    /// <summary>The same as <see cref="Next"/>, to send.</summary>
    public HttpRequestMessage NextMessage(Uri axon)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, new Uri(axon, _synapse.Name)) { Content = new ByteArrayContent(_body) };
        foreach (var (name, value) in Headers(Sign()))
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }

    private KeyValuePair<string, string>[] Headers(TerminalInfo dendrite) =>
    [
        new("Host", "127.0.0.1:8091"),
        new("name", _synapse.Name),
        new("timeout", PythonFloat.Format(_synapse.Timeout)),
        .. TerminalHeaders.Write(TerminalHeaders.AxonPrefix, _axon),
        .. TerminalHeaders.Write(TerminalHeaders.DendritePrefix, dendrite),
        .. SynapseTypes.Of(_synapse).Members.Where(member => member.IsRequired).Select(member => KeyValuePair.Create(TerminalHeaders.InputPrefix + member.Name, member.HeaderPlaceholder)),
        new("header_size", "464"),
        new("total_size", "4000"),
        new("computed_body_hash", Synapse.EmptyBodyHash),
        new("Accept", "*/*"),
        new("Accept-Encoding", "gzip, deflate"),
        new("User-Agent", "Python/3.10 aiohttp/3.9.5"),
        new("Content-Length", _body.Length.ToString(CultureInfo.InvariantCulture)),
        new("Content-Type", "application/json"),
    ];

    private TerminalInfo Sign()
    {
        var now = (Int128)(TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        _lastNonce = Int128.Max(now, _lastNonce + 1);
        return new TerminalInfo
        {
            Ip = "203.0.113.7",
            Version = SdkVersion.Ten.Number,
            Nonce = _lastNonce,
            Uuid = _uuid,
            Hotkey = _validator.Hotkey.Address,
            Signature = HotkeySignature.Sign(
                _validator, string.Create(CultureInfo.InvariantCulture, $"{_lastNonce}.{_validator.Hotkey}.{_axon.Hotkey}.{_uuid}.{Synapse.EmptyBodyHash}")),
        };
    }
}
