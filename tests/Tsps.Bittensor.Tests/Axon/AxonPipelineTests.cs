using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Axon.Admission;
using Tsps.Bittensor.Axon.Nonces;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Bittensor.Tests.Axon.Replay;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Axon;

[Trait(Categories.Name, Categories.Unit)]
public sealed class AxonPipelineTests
{
    private static readonly FixedMetagraph Metagraph = FixedMetagraph.Of((SampleRequests.Caller, 100m), (SampleRequests.KeyOf(3).Hotkey, 1m));

    private readonly RecordedClock _clock = new();
    private long _nonce;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Serves_the_handler_a_verified_caller_and_the_answer_in_the_spelling_that_it_reads()
    {
        AxonCall? seen = null;
        var pipeline = Open(new Handler<LiveForward>((synapse, call) =>
        {
            seen = call;
            return synapse with { Predictions = TensorCodec.Encode<double>([1.5], [1], TensorDtypeSpelling.Torch) };
        }));

        var answer = await Ask(pipeline, Forward(SdkVersion.Ten));

        Assert.Equal(200, answer.StatusCode);
        Assert.Equal(SampleRequests.Caller, seen!.Caller);
        Assert.Contains("\"dtype\":\"float64\"", Text(answer), StringComparison.Ordinal);
        Assert.DoesNotContain("torch", Text(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accepts_one_of_many_copies_of_a_request_that_come_at_once()
    {
        var pipeline = Open(Echo);
        var request = Hash();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () => await Ask(pipeline, request), Cancel)));

        Assert.Single(answers, answer => answer.StatusCode == 200);
        Assert.Equal(15, answers.Count(answer => answer.StatusCode == 401));
    }

    [Fact]
    public async Task Refuses_an_announced_body_over_the_limit_before_it_looks_at_the_caller()
    {
        var pipeline = Open(Echo, new AxonOptions { MaximumBodySize = 1000 });

        var answer = await Ask(pipeline, Hash() with { DeclaredLength = 1001 });

        Assert.Equal(413, answer.StatusCode);
        Assert.Contains("1000 bytes", Text(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_body_that_turns_out_to_be_over_the_limit()
    {
        var pipeline = Open(Echo, new AxonOptions { MaximumBodySize = 100 });

        Assert.Equal(413, (await Ask(pipeline, Hash() with { DeclaredLength = null })).StatusCode);
    }

    [Fact]
    public async Task Does_not_touch_the_body_of_a_caller_that_is_not_admitted_or_not_verified()
    {
        var pipeline = Open(Echo);
        using var stranger = SampleRequests.KeyOf(9);
        var unknown = SampleRequests.Make(SampleRequests.Hash, SdkVersion.Six, 1, stranger);
        var forged = Hash().With("bt_header_dendrite_signature", "0x" + new string('8', 128));

        Assert.Equal(403, (await pipeline.AnswerAsync(unknown.ToAxonRequest(1) with { Body = PipeReader.Create(new UnreadableStream()) }, Cancel)).StatusCode);
        Assert.Equal(401, (await pipeline.AnswerAsync(forged.ToAxonRequest(1) with { Body = PipeReader.Create(new UnreadableStream()) }, Cancel)).StatusCode);
    }

    [Fact]
    public async Task Gives_a_body_that_does_not_come_a_time_limit()
    {
        var pipeline = Open(Echo, new AxonOptions { BodyTimeout = TimeSpan.FromMilliseconds(1) });

        var answer = await pipeline.AnswerAsync(Hash().ToAxonRequest(1) with { Body = PipeReader.Create(new SilentStream()) }, Cancel);

        Assert.Equal(408, answer.StatusCode);
    }

    [Fact]
    public async Task Says_how_much_came_of_a_body_that_breaks_off()
    {
        var answer = await Open(Echo).AnswerAsync(Hash().ToAxonRequest(1) with { Body = PipeReader.Create(new BrokenStream()) }, Cancel);

        Assert.Equal(400, answer.StatusCode);
        Assert.Equal("The body broke off after 3 bytes.", Message(answer));
    }

    [Fact]
    public async Task Strangers_whose_bodies_trickle_in_hold_up_nobody()
    {
        var pipeline = Open(Echo, new AxonOptions { Concurrency = 1, WaitingRoom = 1, MaximumBodies = 4 });
        var (strangers, gone) = TrickleIn(pipeline, 4);

        var answers = new[] { await Ask(pipeline, Hash()), await Ask(pipeline, Hash()) };

        Assert.All(answers, answer => Assert.Equal(200, answer.StatusCode));
        var sentAway = await await Task.WhenAny(strangers);
        Assert.Equal(503, sentAway.StatusCode);
        Assert.NotNull(Header(sentAway, "retry-after"));
        Assert.Equal(3, strangers.Count(stranger => !stranger.IsCompleted));
        await AbandonAsync(strangers, gone);
    }

    [Fact]
    public async Task Who_comes_later_with_no_higher_priority_finds_no_room()
    {
        var pipeline = Open(Echo, new AxonOptions { MaximumBodies = 2, RetryAfter = TimeSpan.FromSeconds(7) });
        var (strangers, gone) = TrickleIn(pipeline, 2);
        using var other = SampleRequests.KeyOf(9);

        var refused = await pipeline.AnswerAsync(
            SampleRequests.Make(new Synapse(), SdkVersion.Six, 1_000, other).ToAxonRequest(1) with { Body = PipeReader.Create(new UnreadableStream()) }, Cancel);

        Assert.Equal(503, refused.StatusCode);
        Assert.Equal("7", Header(refused, "retry-after"));
        Assert.All(strangers, stranger => Assert.False(stranger.IsCompleted));
        await AbandonAsync(strangers, gone);
    }

    [Fact]
    public async Task Bodies_of_low_stake_that_wait_for_their_turn_make_room_for_one_of_high_stake()
    {
        const int OneBody = 16 << 10;
        var release = new TaskCompletionSource();
        var handler = new SlowHandler(release.Task);
        var pipeline = Open(handler, new AxonOptions { Concurrency = 1, WaitingRoom = 8, MaximumBodyBytes = 2 * OneBody });
        var (running, waitingPoor) = await OccupyAsync(pipeline, handler);

        var waitingRich = Ask(pipeline, Hash());
        var sentAway = await waitingPoor;
        var refused = await Ask(pipeline, Hash());
        release.SetResult();

        Assert.Equal(503, sentAway.StatusCode);
        Assert.Equal(503, refused.StatusCode);
        Assert.Equal(200, (await running).StatusCode);
        Assert.Equal(200, (await waitingRich).StatusCode);
        Assert.Equal(200, (await Ask(pipeline, Hash())).StatusCode);
    }

    [Fact]
    public async Task A_body_that_outgrows_the_room_for_all_is_refused_and_leaves_none_of_it_taken()
    {
        const int Room = 64 << 10;
        var pipeline = Open(Echo, new AxonOptions { MaximumBodyBytes = Room });
        var large = Hash();
        large = large with { Body = [.. large.Body, .. Enumerable.Repeat((byte)' ', Room)], DeclaredLength = null };

        Assert.Equal(503, (await Ask(pipeline, large)).StatusCode);
        Assert.Equal(200, (await Ask(pipeline, Hash())).StatusCode);
    }

    [Fact]
    public async Task Stops_when_the_caller_has_gone()
    {
        var pipeline = Open(Echo);
        using var gone = new CancellationTokenSource();
        var answering = pipeline.AnswerAsync(Hash().ToAxonRequest(1) with { Body = PipeReader.Create(new SilentStream()) }, gone.Token).AsTask();

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answering);
    }

    [Fact]
    public async Task Sends_low_stake_away_with_a_time_to_come_again_when_loaded()
    {
        var release = new TaskCompletionSource();
        var handler = new SlowHandler(release.Task);
        var pipeline = Open(handler, new AxonOptions { Concurrency = 1, WaitingRoom = 1, RetryAfter = TimeSpan.FromSeconds(7) });
        var (running, waitingPoor) = await OccupyAsync(pipeline, handler);

        var waitingRich = Ask(pipeline, Hash());
        var sentAway = await waitingPoor;
        release.SetResult();

        Assert.Equal(503, sentAway.StatusCode);
        Assert.Equal("7", Header(sentAway, "retry-after"));
        Assert.Equal(200, (await running).StatusCode);
        Assert.Equal(200, (await waitingRich).StatusCode);
    }

    [Theory]
    [InlineData(672, 503)]
    [InlineData(10_005_000, 408)]
    public async Task Tells_a_caller_whose_turn_did_not_come_in_time_so_as_its_SDK_does(long version, int statusCode)
    {
        var release = new TaskCompletionSource();
        var handler = new SlowHandler(release.Task);
        var pipeline = Open(handler, new AxonOptions { Concurrency = 1, WaitingRoom = 1, MaximumWait = TimeSpan.FromMilliseconds(1) });
        var running = Ask(pipeline, Hash());
        await handler.Entered;

        var answer = await Ask(pipeline, SampleRequests.Make(SampleRequests.Hash, new SdkVersion(version), ++_nonce));
        release.SetResult();
        await running;

        Assert.Equal(statusCode, answer.StatusCode);
        Assert.Equal("Response timeout after: 12.0s", Message(answer));
    }

    [Theory]
    [InlineData(672, "Internal server error with error: no forecast yet")]
    [InlineData(10_005_000, "Internal Server Error #")]
    public async Task A_handlers_own_words_reach_callers_whose_SDK_tells_them(long version, string message)
    {
        var pipeline = Open(new Handler<LiveForwardHash>((_, _) => throw new SynapseFailedException("no forecast yet")));

        var answer = await Ask(pipeline, SampleRequests.Make(SampleRequests.Hash, new SdkVersion(version), 1));

        Assert.Equal(500, answer.StatusCode);
        Assert.StartsWith(message, Message(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handlers_status_reaches_every_caller()
    {
        var pipeline = Open(new Handler<LiveForwardHash>((_, _) => throw new SynapseFailedException(503, "no forecast yet")));

        var answer = await Ask(pipeline, SampleRequests.Make(SampleRequests.Hash, SdkVersion.Ten, 1));

        Assert.Equal(503, answer.StatusCode);
        Assert.Equal("no forecast yet", Message(answer));
        Assert.Equal("503", Header(answer, "bt_header_axon_status_code"));
    }

    [Fact]
    public async Task Tells_the_log_and_not_the_caller_what_broke()
    {
        var logger = new FailureLogger();
        var pipeline = Open(new Handler<LiveForwardHash>((_, _) => throw new InvalidOperationException("the secret is 42")), logger: logger);

        var answer = await Ask(pipeline, Hash());

        Assert.Equal(500, answer.StatusCode);
        Assert.DoesNotContain("secret", Text(answer), StringComparison.Ordinal);
        var logged = Assert.Single(logger.Problems);
        Assert.Contains("the secret is 42", logged, StringComparison.Ordinal);
        Assert.Contains(Message(answer).Split('#')[1], logged, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_which_header_was_wrong_whatever_the_SDK()
    {
        var pipeline = Open(Echo);

        var six = await Ask(pipeline, Hash().With("bt_header_axon_port", "zzz"));
        var ten = await Ask(pipeline, SampleRequests.Make(SampleRequests.Hash, SdkVersion.Ten, 1).With("bt_header_axon_port", "zzz"));

        Assert.Equal(400, six.StatusCode);
        Assert.Equal(500, ten.StatusCode);
        Assert.All([six, ten], answer => Assert.Contains("port", Member(answer, "detail"), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"buffer": "AAAA", "dtype": "float64", "shape": [9223372036854775807, 2]}""")]
    [InlineData("""{"buffer": "hMQCbmTDxAR0eXBlozxmOMQFc2hhcGWSzn////+q//////8=", "dtype": "float64", "shape": [-5, 2]}""")]
    [InlineData("""{"buffer": "x", "dtype": "float64", "shape": [1]}""")]
    [InlineData("""{"buffer": "xwEBAA==", "dtype": "torch.float64", "shape": [1]}""")]
    [InlineData("""{"buffer": null, "dtype": "torch.float64", "shape": [1]}""")]
    [InlineData("""{"dtype": "float128", "shape": [1]}""")]
    [InlineData("[[[[[[[[[[[[]]]]]]]]]]]]")]
    [InlineData("""{"shape": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}""")]
    [InlineData("""{"buffer": "\ud800", "dtype": "float64", "shape": [1]}""")]
    public async Task A_hostile_tensor_is_a_bad_request(string samples)
    {
        var pipeline = Open(new Handler<LiveForward>((synapse, call) =>
        {
            call.Decode(synapse.Samples!);
            return synapse;
        }));
        var request = Forward(SdkVersion.Ten);
        var body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(request.Body).Replace("\"samples\": null", $"\"samples\": {samples}", StringComparison.Ordinal));

        var answer = await Ask(pipeline, request with { Body = body, DeclaredLength = body.Length });

        Assert.Equal(400, answer.StatusCode);
        Assert.StartsWith("A tensor of the request cannot be read: ", Message(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_with_line_breaks_makes_no_header_lines()
    {
        var answer = await Ask(Open(Echo), Hash() with { Path = "/x%0d%0abt_header_axon_status_code:%20200%0d%0a\u00e9" });

        Assert.Equal(404, answer.StatusCode);
        Assert.All(answer.Headers, header => Assert.DoesNotContain(header.Value, character => character is < ' ' or > '~'));
    }

    [Fact]
    public async Task A_header_value_is_cut_below_what_dendrites_read()
    {
        var answer = await Ask(Open(Echo), Hash() with { Path = "/" + new string('x', 20_000) });

        Assert.All(answer.Headers, header => Assert.True(header.Value.Length < 8190));
    }

    [Fact]
    public async Task Signs_answers_to_proven_callers_only()
    {
        var pipeline = Open(Echo);

        var proven = await Ask(pipeline, Hash());
        var forged = await Ask(pipeline, Hash().With("bt_header_dendrite_signature", "0x" + new string('8', 128)));

        var text = $"{Header(proven, "bt_header_axon_nonce")}.{SampleRequests.Caller}.{SampleRequests.Axon}.{Header(proven, "bt_header_axon_uuid")}";
        Assert.True(HotkeySignature.Verify(SampleRequests.Axon, text, Header(proven, "bt_header_axon_signature")));
        Assert.Null(Header(forged, "bt_header_axon_signature"));
    }

    [Fact]
    public async Task Answers_even_when_it_cannot_sign()
    {
        var pipeline = new AxonPipeline(
            new BrokenSigner(), [AxonRoute.To(Echo, AdmissionChain.Everybody)], new InMemoryNonceStore(_clock), new StakePriority(Metagraph, []), new AxonOptions(), _clock, NullLogger<AxonPipeline>.Instance);

        var answer = await Ask(pipeline, Hash());

        Assert.Equal(500, answer.StatusCode);
        Assert.StartsWith("Internal Server Error #", Message(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forged_request_makes_no_instance_look_into_the_shared_nonces()
    {
        var shared = new SharedNonces();
        var pipeline = Open(Echo, nonces: new KnownCallersNonceStore(shared, Metagraph, [], _clock));

        Assert.Equal(401, (await Ask(pipeline, Hash().With("bt_header_dendrite_signature", "0x" + new string('8', 128)))).StatusCode);
        Assert.Equal(0, shared.Reads);

        // Elsewhere a later nonce was accepted.
        shared.Stored = 1000;
        Assert.Equal(401, (await Ask(pipeline, Hash())).StatusCode);
        Assert.Equal(1, shared.Reads);
        Assert.Equal(200, (await Ask(pipeline, SampleRequests.Make(SampleRequests.Hash, SdkVersion.Six, 1001))).StatusCode);
    }

    [Fact]
    public async Task Strangers_pings_do_not_reach_the_shared_nonces()
    {
        var shared = new InMemoryNonceStore(_clock);
        var pipeline = Open(Echo, nonces: new KnownCallersNonceStore(shared, Metagraph, [], _clock));
        using var stranger = SampleRequests.KeyOf(9);
        var ping = SampleRequests.Make(new Synapse(), SdkVersion.Six, 1, stranger);

        Assert.Equal(200, (await Ask(pipeline, ping)).StatusCode);
        Assert.Equal(401, (await Ask(pipeline, ping)).StatusCode);
        Assert.Equal(0, shared.Count);
        Assert.Equal(200, (await Ask(pipeline, SampleRequests.Make(new Synapse(), SdkVersion.Six, 1))).StatusCode);
        Assert.Equal(1, shared.Count);
    }

    [Fact]
    public void Two_routes_for_one_synapse_are_an_error() =>
        Assert.Throws<ArgumentException>(() => Open(Echo, routes: [AxonRoute.To(Echo, AdmissionChain.Everybody), AxonRoute.To(Echo, AdmissionChain.Everybody)]));

    private static Handler<LiveForwardHash> Echo => new((synapse, _) => synapse);

    private static RawRequest Forward(SdkVersion version) =>
        SampleRequests.Make(new LiveForward { RequestUuid = "u", StreamId = "BTCUSD-5m", TopicId = 1, FeatureIds = [], PredictionSize = 1, SchemaId = 1 }, version, 1);

    private RawRequest Hash() => SampleRequests.Make(SampleRequests.Hash, SdkVersion.Six, ++_nonce);

    private static async Task<AxonResponse> Ask(AxonPipeline pipeline, RawRequest request) => await pipeline.AnswerAsync(request.ToAxonRequest(4711), Cancel);

    /// <summary>One request is being handled, and one of low stake waits for its turn.</summary>
    private async Task<(Task<AxonResponse> Running, Task<AxonResponse> WaitingPoor)> OccupyAsync(AxonPipeline pipeline, SlowHandler handler)
    {
        using var poor = SampleRequests.KeyOf(3);
        var running = Ask(pipeline, Hash());
        await handler.Entered;
        return (running, Ask(pipeline, SampleRequests.Make(SampleRequests.Hash, SdkVersion.Six, 1, poor)));
    }

    /// <summary>Pings of a hotkey that nobody knows, whose bodies never end.</summary>
    private static (Task<AxonResponse>[] Pings, CancellationTokenSource Gone) TrickleIn(AxonPipeline pipeline, int count)
    {
        using var stranger = SampleRequests.KeyOf(9);
        var gone = new CancellationTokenSource();
        return ([.. Enumerable.Range(1, count).Select(nonce => pipeline.AnswerAsync(
            SampleRequests.Make(new Synapse(), SdkVersion.Six, nonce, stranger).ToAxonRequest(1) with { Body = PipeReader.Create(new SilentStream()) }, gone.Token).AsTask())], gone);
    }

    private static async Task AbandonAsync(Task<AxonResponse>[] pings, CancellationTokenSource gone)
    {
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(pings));
        gone.Dispose();
    }

    private static string? Header(AxonResponse answer, string name) => answer.Headers.FirstOrDefault(header => header.Key == name).Value;

    private static string Text(AxonResponse answer) => Encoding.UTF8.GetString(answer.Body.Span);

    private static string Message(AxonResponse answer) => Member(answer, "message");

    private static string Member(AxonResponse answer, string name)
    {
        using var body = JsonDocument.Parse(answer.Body);
        return body.RootElement.GetProperty(name).GetString()!;
    }

    private AxonPipeline Open<TSynapse>(
        ISynapseHandler<TSynapse> handler, AxonOptions? options = null, INonceStore? nonces = null, FailureLogger? logger = null, IEnumerable<AxonRoute>? routes = null)
        where TSynapse : Synapse => new(
            SampleRequests.AxonSigner,
            routes ?? [AxonRoute.To(handler, new RegisteredHotkeyPolicy(Metagraph))],
            nonces ?? new InMemoryNonceStore(_clock),
            new StakePriority(Metagraph, []),
            options ?? new AxonOptions(),
            _clock,
            logger is null ? NullLogger<AxonPipeline>.Instance : logger);

    private sealed class Handler<TSynapse>(Func<TSynapse, AxonCall, TSynapse> answer) : ISynapseHandler<TSynapse>
        where TSynapse : Synapse
    {
        public ValueTask<TSynapse> HandleAsync(TSynapse synapse, AxonCall call, CancellationToken cancellationToken) => ValueTask.FromResult(answer(synapse, call));
    }

    private sealed class SlowHandler(Task release) : ISynapseHandler<LiveForwardHash>
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Entered => _entered.Task;

        public async ValueTask<LiveForwardHash> HandleAsync(LiveForwardHash synapse, AxonCall call, CancellationToken cancellationToken)
        {
            _entered.TrySetResult();
            await release;
            return synapse;
        }
    }

    /// <summary>A store that other instances write to as well, with nothing of it in memory.</summary>
    private sealed class SharedNonces : INonceStore
    {
        public Int128? Stored { get; set; }

        public int Reads { get; private set; }

        public bool TryFindHeld(NonceKey key, out Int128? last)
        {
            last = null;
            return false;
        }

        public ValueTask<Int128?> FindAsync(NonceKey key, CancellationToken cancellationToken)
        {
            Reads++;
            return ValueTask.FromResult(Stored);
        }

        public ValueTask<bool> TryAdvanceAsync(NonceKey key, Int128 nonce, DateTimeOffset keepUntil, CancellationToken cancellationToken) =>
            ValueTask.FromResult(!(Stored >= nonce));
    }

    private sealed class BrokenSigner : IHotkeySigner
    {
        public Hotkey Hotkey => SampleRequests.Axon;

        public ReadOnlyMemory<byte> PublicKey => SampleRequests.AxonSigner.PublicKey;

        public byte[] Sign(ReadOnlySpan<byte> message) => throw new InvalidOperationException("The key is away.");
    }

    private sealed class UnreadableStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("Nobody should read this.");
    }

    private sealed class BrokenStream : MemoryStream
    {
        private bool _hasBegun;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_hasBegun)
            {
                throw new IOException("Reading the body timed out due to data arriving too slowly.");
            }

            _hasBegun = true;
            "{  "u8.CopyTo(buffer.Span);
            return ValueTask.FromResult(3);
        }
    }

    private sealed class SilentStream : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
