using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tsps.Bittensor.Dendrite;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Dendrite;

[Trait(Categories.Name, Categories.Unit)]
public sealed class DendriteClientTests : DendriteTest
{
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
            Keypair.Hotkey,
            $"{request.Dendrite.Nonce}.{Keypair.Hotkey}.{Keypair.Hotkey}.{request.Dendrite.Uuid}.{Synapse.EmptyBodyHash}",
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

    [Fact]
    public async Task A_target_may_be_waited_for_less_long_than_the_others()
    {
        await using var silent = new LoopbackPeer(connection => connection.WaitAsync(Long));
        await using var good = LoopbackPeer.Answering(Answer(new Synapse()));

        var answers = await AskAsync(new Synapse(), [Target(silent) with { Timeout = TimeSpan.FromMilliseconds(300) }, Target(good)], Long);

        Assert.Equal([408, 200], answers.Select(answer => answer.StatusCode ?? 0));
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
    public async Task A_caller_that_gave_up_before_has_nobody_asked()
    {
        await using var peer = new LoopbackPeer(connection => connection.WaitAsync(Long));
        using var client = Client(Options);
        var stopped = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.AskAsync(new Synapse(), [Target(peer)], Long, stopped));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.AskAsync(new Synapse(), [], Long, stopped));

        Assert.Empty(peer.Requests);
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
        using var client = new DendriteClient(Keypair, Options, time, NullLogger<DendriteClient>.Instance);

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

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = target; seen < value; seen = target)
        {
            Interlocked.CompareExchange(ref target, value, seen);
        }
    }
}
