using System.IO.Compression;
using System.Text;
using Tsps.Bittensor.Dendrite;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Dendrite;

[Trait(Categories.Name, Categories.Unit)]
public sealed class HostilePeerTests : DendriteTest
{
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

    [Fact]
    public async Task Large_answers_of_a_whole_subnet_hold_what_is_set_aside_for_them_and_no_more()
    {
        const int Hostile = 64;
        const int Room = 4 << 20;
        var junk = Enumerable.Repeat((byte)'A', 1 << 20).ToArray();
        var large = Answer(Forward(new TensorBlock(junk, TensorDtype.Float64, TensorDtypeSpelling.Bare, [1])));
        var forecast = TensorCodec.Encode<double>(new double[100], [100], TensorDtypeSpelling.Bare);
        await using var hostile = LoopbackPeer.Answering(large);
        await using var honest = LoopbackPeer.Answering(Answer(Forward(null) with { Predictions = forecast }));
        DendriteTarget[] targets = [.. Enumerable.Repeat(Target(hostile), Hostile), .. Enumerable.Repeat(Target(honest), Hostile)];

        var answers = await AskAsync(Forward(null), targets, Long, Options with { MaxHeldBytes = Room });

        Assert.All(answers.Skip(Hostile), answer => Assert.NotNull(answer.Synapse.Predictions));
        Assert.InRange(answers.Take(Hostile).Sum(answer => answer.Synapse.Samples?.Buffer?.Length ?? 0), 1, Room + (Hostile * AnswerRoom.Allowance));
        Assert.All(answers.Take(Hostile).Where(answer => answer.Synapse.Samples is null), answer =>
        {
            Assert.Equal((DendriteFault.MalformedHttp, 400), (answer.Fault, answer.StatusCode));
            Assert.Contains("memory that is set aside", answer.StatusMessage, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Bodies_that_arrive_at_once_hold_no_more_than_their_room_and_give_it_back_when_they_come_to_nothing()
    {
        const int Room = 1 << 20;
        var room = new AnswerRoom(Room);
        using var gone = new CancellationTokenSource();
        var readings = Enumerable.Range(0, 256).Select(_ => AnswerBody.ReadAsync(new StreamContent(new HangingStream(Room / 4)), default, 4 << 20, room, gone.Token)).ToArray();

        Assert.InRange(room.Taken, 1, Room);
        Assert.InRange(readings.Count(reading => !reading.IsCompleted), 1, Room / ((Room / 4) - AnswerRoom.Allowance));
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => Task.WhenAll(readings));
        Assert.Equal(0, room.Taken);
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

    /// <summary>Gives some bytes and then neither more nor an end.</summary>
    private sealed class HangingStream(int length) : MemoryStream(new byte[length])
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position < Length)
            {
                return Read(buffer.Span);
            }

            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
