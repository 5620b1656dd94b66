using System.IO.Pipelines;
using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tests.Axon.Replay;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Axon;

/// <summary>Bodies that are too long, break off, or come slowly.</summary>
[Trait(Categories.Name, Categories.Unit)]
public sealed class AxonBodyTests : AxonPipelineTest
{
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
