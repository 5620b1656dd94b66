using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tsps.Bittensor.Dendrite;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Dendrite;

[Trait(Categories.Name, Categories.Unit)]
public sealed class DendriteClientTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private readonly Keypair _keypair = Keypair.FromSeed(new byte[32]);

    public void Dispose() => _keypair.Dispose();

    [Fact]
    public async Task Two_hundred_and_fifty_six_axons_get_the_same_samples_and_their_own_signature()
    {
        var samples = Samples(8640);
        await using var peer = new LoopbackPeer(EchoAsync);
        var targets = Enumerable.Range(0, 256).Select(_ => Target(peer)).ToArray();

        var answers = await AskAsync(Forward(samples), targets, Long);

        Assert.All(answers, answer => Assert.Equal(200, answer.StatusCode));
        Assert.Equal(targets, answers.Select(answer => answer.Target));
        var requests = peer.Requests.Select(request => (LiveForward)SynapseJson.Read(SynapseTypes.Find("LiveForward")!, Body(request))).ToArray();
        Assert.Equal(256, requests.Length);
        Assert.All(requests, request => Assert.True(request.Samples!.Buffer!.Value.Span.SequenceEqual(samples.Buffer!.Value.Span)));
        Assert.Equal(256, requests.Select(request => request.Dendrite.Nonce).Distinct().Count());
        Assert.Single(requests.Select(request => request.Dendrite.Uuid).Distinct());
        Assert.All(requests, request => Assert.True(HotkeySignature.Verify(
            _keypair.Hotkey,
            $"{request.Dendrite.Nonce}.{_keypair.Hotkey}.{_keypair.Hotkey}.{request.Dendrite.Uuid}.{Synapse.EmptyBodyHash}",
            request.Dendrite.Signature)));
    }

    [Fact]
    public async Task Samples_that_come_back_as_they_were_sent_share_the_callers_memory()
    {
        var samples = Samples(8640);
        await using var peer = new LoopbackPeer(EchoAsync);

        var answer = Assert.Single(await AskAsync(Forward(samples), [Target(peer)], Long));

        Assert.True(answer.Synapse.Samples!.Buffer!.Value.Equals(samples.Buffer!.Value), "The samples were copied.");
        Assert.True(answer.AnswerBytes > samples.Buffer.Value.Length);
        Assert.Equal([5, 8640], TensorCodec.Decode(answer.Synapse.Samples, TensorLimits.Default).Shape);
    }

    [Fact]
    public async Task Other_samples_are_taken_over_as_they_came()
    {
        var other = Samples(8641);
        await using var peer = LoopbackPeer.Answering(Answer(Forward(other)));

        var answer = Assert.Single(await AskAsync(Forward(Samples(8640)), [Target(peer)], Long));

        Assert.Equal(other.Buffer!.Value.ToArray(), answer.Synapse.Samples!.Buffer!.Value.ToArray());
    }

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("168.63.129.16")]
    [InlineData("172.31.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("64:ff9b::7f00:1")]
    public async Task Addresses_that_are_not_public_are_not_called(string address)
    {
        var target = new DendriteTarget(_keypair.Hotkey, new AxonEndpoint(IPAddress.Parse(address), 8091));

        var answer = Assert.Single(await AskAsync(new Synapse(), [target], Long, new DendriteOptions()));

        Assert.Equal((DendriteFault.AddressRefused, 503, false), (answer.Fault, answer.StatusCode, answer.HasAnswered));
        Assert.Contains("not public", answer.StatusMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.1.1.1", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("192.167.255.255", true)]
    [InlineData("192.168.0.0", false)]
    public void Public_addresses_are_told_from_others(string address, bool isPublic) => Assert.Equal(isPublic, PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData(null, 0)]
    [InlineData("0.0.0.0", 8091)]
    [InlineData("1.1.1.1", 0)]
    [InlineData("::", 8091)]
    public async Task Neurons_without_an_address_are_not_called_whatever_the_settings(string? address, int port)
    {
        var target = new DendriteTarget(_keypair.Hotkey, address is null ? null : new AxonEndpoint(IPAddress.Parse(address), port));

        var answer = Assert.Single(await AskAsync(new Synapse(), [target], Long));

        Assert.Equal((DendriteFault.AddressRefused, 503), (answer.Fault, answer.StatusCode));
    }

    [Fact]
    public async Task A_peer_that_trickles_is_given_up_when_the_time_is_over()
    {
        await using var peer = new LoopbackPeer(async connection =>
        {
            foreach (var character in "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{".Concat(Enumerable.Repeat(' ', 100_000)))
            {
                await connection.SendAsync(new[] { (byte)character });
                await connection.WaitAsync(TimeSpan.FromMilliseconds(10));
            }
        });

        var answer = Assert.Single(await AskAsync(new Synapse(), [Target(peer)], TimeSpan.FromSeconds(1)));

        Assert.Equal((DendriteFault.TimedOut, 408, "Request timeout after 1.0 seconds"), (answer.Fault, answer.StatusCode, answer.StatusMessage));
    }

    [Fact]
    public async Task A_target_may_be_waited_for_less_long_than_the_others()
    {
        await using var silent = new LoopbackPeer(connection => connection.WaitAsync(Long));
        await using var good = LoopbackPeer.Answering(Answer(new Synapse()));

        var answers = await AskAsync(new Synapse(), [Target(silent) with { Timeout = TimeSpan.FromMilliseconds(300) }, Target(good)], Long);

        Assert.Equal([408, 200], answers.Select(answer => answer.StatusCode ?? 0));
    }

    [Fact]
    public async Task An_endless_answer_is_refused_at_the_limit()
    {
        await using var peer = new LoopbackPeer(async connection =>
        {
            await connection.SendAsync("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{\"a\": \""u8.ToArray());
            while (true)
            {
                await connection.SendAsync(Enumerable.Repeat((byte)'a', 1 << 16).ToArray());
            }
        });

        var answer = Assert.Single(await AskAsync(new Synapse(), [Target(peer)], Long, Options with { MaxAnswerBytes = 1 << 20 }));

        Assert.Equal((DendriteFault.MalformedHttp, 400), (answer.Fault, answer.StatusCode));
        Assert.Contains("longer than the 1048576 bytes", answer.StatusMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_small_answer_that_unpacks_to_a_large_one_is_refused_at_the_limit()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[64 << 20], TestContext.Current.CancellationToken);
        }

        await using var peer = LoopbackPeer.Answering(Http($"content-encoding: gzip\r\ncontent-type: application/json\r\ncontent-length: {packed.Length}", packed.ToArray()));

        var answer = Assert.Single(await AskAsync(new Synapse(), [Target(peer)], Long, Options with { MaxAnswerBytes = 1 << 20 }));

        Assert.Equal((DendriteFault.MalformedHttp, 400), (answer.Fault, answer.StatusCode));
    }

    [Theory]
    [InlineData("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n", 422, DendriteFault.MalformedAnswer)]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\nabcd", 400, DendriteFault.MalformedHttp)]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n", 400, DendriteFault.MalformedHttp)]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99999999999999\r\n\r\n{}", 400, DendriteFault.Disconnected)]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: -1\r\n\r\n{}", 0, DendriteFault.None)]
    [InlineData("HTTP/9.9 200 OK\r\n\r\n", 400, DendriteFault.MalformedHttp)]
    [InlineData("\r\n\r\n\r\n", 400, DendriteFault.MalformedHttp)]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-type: \"\r\ncontent-length: 2\r\n\r\n{}", 422, DendriteFault.MalformedAnswer)]
    [InlineData("HTTP/1.1 500 No\r\ncontent-type: application/json\r\ncontent-length: 21\r\n\r\n{\"message\": \"\\ud800\"}", 422, DendriteFault.MalformedAnswer)]
    [InlineData("HTTP/1.1 500 No\r\ncontent-type: application/json\r\ncontent-length: 16\r\n\r\n{\"message\": [1]}", 500, DendriteFault.None)]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\nbt_header_axon_status_code: 99999999999999999999\r\n\r\n{}", 422, DendriteFault.MalformedAnswer)]
    public async Task Odd_answers_only_hurt_their_own_target(string answer, int status, DendriteFault fault)
    {
        await using var odd = new LoopbackPeer(async connection =>
        {
            await connection.SendAsync(Encoding.Latin1.GetBytes(answer));
            connection.Close();
        });
        await using var good = LoopbackPeer.Answering(Answer(new Synapse()));

        var answers = await AskAsync(new Synapse(), [Target(odd), Target(good)], Long);

        Assert.Equal((status, fault, (double?)null), (answers[0].StatusCode ?? 0, answers[0].Fault, fault == DendriteFault.None ? null : answers[0].ProcessTime));
        Assert.True(answers[1].IsSuccess);
    }

    [Fact]
    public async Task Very_many_headers_are_refused()
    {
        var headers = string.Join("\r\n", Enumerable.Range(0, 5000).Select(i => $"x-{i}: {new string('a', 100)}"));
        await using var peer = LoopbackPeer.Answering(Http(headers, []));

        var answer = Assert.Single(await AskAsync(new Synapse(), [Target(peer)], Long));

        Assert.Equal((DendriteFault.MalformedHttp, 400), (answer.Fault, answer.StatusCode));
    }

    [Theory]
    [InlineData(TensorDtypeSpelling.Torch)]
    [InlineData(TensorDtypeSpelling.Bare)]
    public async Task An_axon_that_reads_one_spelling_of_tensors_is_found_out_and_remembered(TensorDtypeSpelling spoken)
    {
        await using var peer = new LoopbackPeer(async connection =>
        {
            var request = (LiveForward)SynapseJson.Read(SynapseTypes.Find("LiveForward")!, Body(connection.Request));
            if (request.Samples!.Spelling == spoken)
            {
                await connection.SendAsync(Answer(request));
            }
            else if (spoken == TensorDtypeSpelling.Bare)
            {
                await connection.SendAsync(Http("content-type: application/json\r\ncontent-length: 15\r\nbt_header_axon_status_code: 500", """{"message": ""}"""u8.ToArray(), "500 No"));
            }
            else
            {
                connection.Close();
            }
        });
        using var client = Client(Options);
        var samples = Samples(100);
        var asked = spoken == TensorDtypeSpelling.Bare ? 3 : 2;

        Assert.True((await client.AskAsync(Forward(samples), [Target(peer)], Long, TestContext.Current.CancellationToken))[0].IsSuccess);
        Assert.True((await client.AskAsync(Forward(samples), [Target(peer)], Long, TestContext.Current.CancellationToken))[0].IsSuccess);
        Assert.Equal(asked, peer.Requests.Count);

        var stated = Target(peer) with { Spelling = spoken == TensorDtypeSpelling.Bare ? TensorDtypeSpelling.Torch : TensorDtypeSpelling.Bare };
        Assert.False((await client.AskAsync(Forward(samples), [stated], Long, TestContext.Current.CancellationToken))[0].IsSuccess);

        // A kept connection that is closed is tried once more, but with the same spelling.
        Assert.InRange(peer.Requests.Count, asked + 1, asked + 2);
    }

    [Fact]
    public async Task A_connection_that_was_kept_but_is_dead_is_replaced()
    {
        var count = 0;
        await using var peer = new LoopbackPeer(async connection =>
        {
            // The second request on a connection finds nobody.
            if (Interlocked.Increment(ref count) == 2)
            {
                connection.Close();
                return;
            }

            await connection.SendAsync(Answer(new Synapse()));
        });
        using var client = Client(Options);

        for (var i = 0; i < 2; i++)
        {
            var answer = Assert.Single(await client.AskAsync(new Synapse(), [Target(peer)], Long, TestContext.Current.CancellationToken));
            Assert.Equal((200, DendriteFault.None), (answer.StatusCode, answer.Fault));
        }

        Assert.Equal(3, peer.Requests.Count);
    }

    [Fact]
    public async Task No_more_targets_are_asked_at_the_same_time_than_allowed()
    {
        var (now, most) = (0, 0);
        await using var peer = new LoopbackPeer(async connection =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref now));
            await connection.WaitAsync(TimeSpan.FromMilliseconds(20));
            Interlocked.Decrement(ref now);
            await connection.SendAsync(Answer(new Synapse()));
        });

        var answers = await AskAsync(new Synapse(), [.. Enumerable.Range(0, 20).Select(_ => Target(peer))], Long, Options with { MaxConcurrency = 3 });

        Assert.All(answers, answer => Assert.True(answer.IsSuccess));
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task A_caller_that_gives_up_gets_an_exception_not_answers()
    {
        await using var peer = new LoopbackPeer(connection => connection.WaitAsync(Long));
        using var client = Client(Options);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.AskAsync(new Synapse(), [Target(peer)], Long, stop.Token));
    }

    [Fact]
    public async Task Nonces_grow_although_the_clock_stands_still()
    {
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_705_838_400));
        await using var peer = LoopbackPeer.Answering(Answer(new Synapse()));
        using var client = new DendriteClient(_keypair, Options, time, NullLogger<DendriteClient>.Instance);

        await client.AskAsync(new Synapse(), [Target(peer), Target(peer), Target(peer)], Long, TestContext.Current.CancellationToken);
        time.SetUtcNow(time.GetUtcNow().AddSeconds(1));
        await client.AskAsync(new Synapse(), [Target(peer)], Long, TestContext.Current.CancellationToken);

        var nonces = peer.Requests.Select(request => SynapseJson.Read(SynapseTypes.Ping, Body(request)).Dendrite.Nonce!.Value).Order();
        Assert.Equal([1_705_838_400_000_000_000, 1_705_838_400_000_000_001, 1_705_838_400_000_000_002, 1_705_838_401_000_000_000], nonces);
    }

    [Fact]
    public async Task Nobody_is_asked_when_there_are_no_targets() => Assert.Empty(await AskAsync(new Synapse(), [], Long));

    [Fact]
    public void A_version_whose_nonces_are_no_Unix_time_is_refused() =>
        Assert.Throws<ArgumentException>(() => Client(Options with { Version = SdkVersion.Six }));

    private static DendriteOptions Options => new() { AllowPrivateAddresses = true };

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = target; seen < value; seen = target)
        {
            Interlocked.CompareExchange(ref target, value, seen);
        }
    }

    private static Task EchoAsync(LoopbackPeer.Connection connection) =>
        connection.SendAsync(Answer(SynapseJson.Read(SynapseTypes.Find("LiveForward")!, Body(connection.Request))));

    private static ReadOnlyMemory<byte> Body(byte[] request) => request.AsMemory(request.AsSpan().IndexOf("\r\n\r\n"u8) + 4);

    private static byte[] Answer(Synapse synapse)
    {
        var body = new System.Buffers.ArrayBufferWriter<byte>();
        SynapseJson.Write(body, synapse, SynapseJsonStyle.Answer);
        return Http($"content-type: application/json\r\ncontent-length: {body.WrittenCount}\r\nbt_header_axon_status_code: 200", body.WrittenSpan);
    }

    private static byte[] Http(string headers, ReadOnlySpan<byte> body, string status = "200 OK") =>
        [.. Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status}\r\n{headers}\r\n\r\n")), .. body];

    private static TensorBlock Samples(int columns)
    {
        var random = new Random(columns);
        return TensorCodec.Encode<double>([.. Enumerable.Range(0, 5 * columns).Select(_ => random.NextDouble())], [5, columns], TensorDtypeSpelling.Torch);
    }

    private static LiveForward Forward(TensorBlock? samples) =>
        new() { RequestUuid = "u", StreamId = "BTCUSD-5m", Samples = samples, TopicId = 1, FeatureIds = [0.001], PredictionSize = 100, SchemaId = 1 };

    private DendriteTarget Target(LoopbackPeer peer) => new(_keypair.Hotkey, peer.Endpoint);

    private DendriteClient Client(DendriteOptions options) => new(_keypair, options, TimeProvider.System, NullLogger<DendriteClient>.Instance);

    private async Task<IReadOnlyList<DendriteAnswer<TSynapse>>> AskAsync<TSynapse>(
        TSynapse synapse, DendriteTarget[] targets, TimeSpan timeout, DendriteOptions? options = null)
        where TSynapse : Synapse
    {
        using var client = Client(options ?? Options);
        return await client.AskAsync(synapse, targets, timeout, TestContext.Current.CancellationToken);
    }
}
