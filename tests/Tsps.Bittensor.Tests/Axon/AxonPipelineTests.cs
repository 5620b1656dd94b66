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
public sealed class AxonPipelineTests : AxonPipelineTest
{
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

        var answer = await Ask(pipeline, Hash(new SdkVersion(version)));
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
            new BrokenSigner(), [AxonRoute.To(Echo, AdmissionChain.Everybody)], new InMemoryNonceStore(Clock), new StakePriority(Metagraph, []), new AxonOptions(), Clock, NullLogger<AxonPipeline>.Instance);

        var answer = await Ask(pipeline, Hash());

        Assert.Equal(500, answer.StatusCode);
        Assert.StartsWith("Internal Server Error #", Message(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forged_request_makes_no_instance_look_into_the_shared_nonces()
    {
        var shared = new SharedNonces();
        var pipeline = Open(Echo, nonces: new KnownCallersNonceStore(shared, Metagraph, [], Clock));

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
        var shared = new InMemoryNonceStore(Clock);
        var pipeline = Open(Echo, nonces: new KnownCallersNonceStore(shared, Metagraph, [], Clock));
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
}
