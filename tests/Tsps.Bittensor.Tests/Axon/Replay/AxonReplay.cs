using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Axon.Nonces;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Synapses;
using Tsps.Domain;

namespace Tsps.Bittensor.Tests.Axon.Replay;

/// <summary>An axon set up as the recorder's was, to which recorded requests are put in their order.</summary>
internal sealed partial class AxonReplay : IRequestPriority, IDisposable
{
    private const long NanosecondsPerTick = 100;
    private const int AnyPort = 50_000;

    private readonly RecordedClock _clock = new();
    private readonly Keypair _axon;
    private readonly AxonPipeline _pipeline;

    /// <param name="axon">The axon's own hotkey; disposed of with the replay.</param>
    /// <param name="routes">What it serves, once it stands.</param>
    public AxonReplay(Keypair axon, Func<AxonReplay, IEnumerable<AxonRoute>> routes)
    {
        _axon = axon;
        _pipeline = new AxonPipeline(axon, routes(this), new InMemoryNonceStore(_clock), this, new AxonOptions(), _clock, NullLogger<AxonPipeline>.Instance);
    }

    public string Mode { get; private set; } = "";

    public int ForwardCalls { get; set; }

    /// <summary>Which of blacklist and priority were asked about the request at hand, in order.</summary>
    public List<string> FunctionsCalled { get; } = [];

    /// <summary>Whom the blacklist was asked about, if it was.</summary>
    public Hotkey? CallerSeen { get; set; }

    /// <summary>What was answered to the request at hand, if anything was.</summary>
    public RecordedAnswer? Recorded { get; private set; }

    /// <param name="answer">What the recorded axon answered, if it did.</param>
    public async Task<AxonResponse> PlayAsync(RecordedCase recorded, RawRequest request, RecordedAnswer? answer, CancellationToken cancellationToken)
    {
        Mode = recorded.Mode;
        ForwardCalls = 0;
        FunctionsCalled.Clear();
        CallerSeen = null;
        Recorded = answer;
        _clock.Now = ClockOf(recorded, request);
        var port = int.Parse(answer?.Header("bt_header_dendrite_port") ?? $"{AnyPort}", CultureInfo.InvariantCulture);
        return await _pipeline.AnswerAsync(request.ToAxonRequest(port), cancellationToken);
    }

    /// <summary>What the recorder's forward function made of the request, without the blocks that an axon fills in later.</summary>
    public Synapse RecordedResult(Synapse request)
    {
        if (Recorded is not { StatusCode: 200, IsJson: true })
        {
            return request;
        }

        var result = SynapseJson.Read(SynapseTypes.Of(request), Recorded.Body);
        return result with
        {
            Timeout = request.Timeout,
            TotalSize = request.TotalSize,
            HeaderSize = request.HeaderSize,
            Dendrite = request.Dendrite,
            Axon = request.Axon,
            ComputedBodyHash = request.ComputedBodyHash,
            RequiredHashFields = request.RequiredHashFields,
        };
    }

    public void Dispose() => _axon.Dispose();

    decimal IRequestPriority.Of(Hotkey caller)
    {
        FunctionsCalled.Add("priority");
        return Mode switch
        {
            "priority_raises" => throw new InvalidOperationException("'x' is not in list"),
            "priority_timeout" => throw new TimeoutException(),
            _ => 0,
        };
    }

    /// <summary>The note's clock, else that of the axon's own nonce, else the caller's, which is never far from it. A counter is no clock: then it stands.</summary>
    private DateTimeOffset ClockOf(RecordedCase recorded, RawRequest request)
    {
        if (recorded.Minute is { } minute)
        {
            return DateTimeOffset.UnixEpoch.AddMinutes(minute);
        }

        var note = ClockNote().Match(recorded.Note);
        var text = note.Success ? note.Groups[1].Value : Recorded?.Header("bt_header_axon_nonce") ?? request.Header("bt_header_dendrite_nonce");
        return long.TryParse(text, CultureInfo.InvariantCulture, out var nanoseconds) && nanoseconds > _clock.Now.ToUnixTimeMilliseconds() * 1_000_000
            ? DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / NanosecondsPerTick)
            : _clock.Now;
    }

    [GeneratedRegex("axon clock ([0-9]+) ns")]
    private static partial Regex ClockNote();
}
