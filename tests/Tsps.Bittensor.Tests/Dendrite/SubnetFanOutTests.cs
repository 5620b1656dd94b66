using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Axon.Admission;
using Tsps.Bittensor.Axon.Nonces;
using Tsps.Bittensor.Dendrite;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Bittensor.Tests.Axon;
using Tsps.Bittensor.Tests.Axon.Replay;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Dendrite;

/// <summary>A subnet's worth of axons, each with a hotkey and a port of its own, asked by one dendrite at once.</summary>
[Trait(Categories.Name, Categories.Unit)]
public sealed class SubnetFanOutTests : DendriteTest
{
    private const int Neurons = 256;
    private const int Columns = 8640;

    private readonly Keypair[] _hotkeys = [.. Enumerable.Range(1, Neurons).Select(uid => Keypair.FromSeed([.. BitConverter.GetBytes(uid), .. new byte[28]]))];
    private readonly List<LoopbackPeer> _peers = [];

    [Fact]
    public async Task Axons_of_a_whole_subnet_verify_the_caller_read_the_same_samples_and_forecast_at_once()
    {
        var samples = Samples(Columns);
        var sent = TensorCodec.Decode(samples, TensorLimits.Default);
        Forecaster[] forecasters = [.. Enumerable.Range(0, Neurons).Select(uid => new Forecaster(uid, sent))];
        try
        {
            DendriteTarget[] targets = [.. forecasters.Select((forecaster, uid) => new DendriteTarget(_hotkeys[uid].Hotkey, Serve(_hotkeys[uid], forecaster).Endpoint))];

            var answers = await AskAsync(Forward(samples), targets, Long);

            Assert.All(answers, answer => Assert.Equal((200, "Success"), (answer.StatusCode, answer.StatusMessage)));
            Assert.Equal(targets, answers.Select(answer => answer.Target));

            // Not 256 copies: all answers have the very bytes that were sent.
            Assert.All(answers, answer => Assert.True(answer.Synapse.Samples!.Buffer!.Value.Equals(samples.Buffer!.Value)));
            Assert.All(forecasters, forecaster => Assert.Equal(1, forecaster.GoodCalls));
            Assert.Equal(
                Enumerable.Range(0, Neurons).Select(uid => (double)uid),
                answers.Select(answer => Assert.Single(TensorCodec.Decode(answer.Synapse.Predictions!, TensorLimits.Default).ToDoubles())));
        }
        finally
        {
            foreach (var peer in _peers)
            {
                await peer.DisposeAsync();
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        Array.ForEach(_hotkeys, hotkey => hotkey.Dispose());
        base.Dispose(disposing);
    }

    private LoopbackPeer Serve(Keypair hotkey, Forecaster forecaster)
    {
        var metagraph = FixedMetagraph.Of((Keypair.Hotkey, 1m));
        var axon = new AxonPipeline(
            hotkey,
            [AxonRoute.To(forecaster, new RegisteredHotkeyPolicy(metagraph))],
            new InMemoryNonceStore(TimeProvider.System),
            new StakePriority(metagraph, []),
            new AxonOptions(),
            TimeProvider.System,
            NullLogger<AxonPipeline>.Instance);
        var peer = new LoopbackPeer(async connection =>
        {
            var request = Assert.Single(RawRequest.ParseAll(connection.Request));
            using var answer = await axon.AnswerAsync(request.ToAxonRequest(4711), CancellationToken.None);
            await connection.SendAsync(Bytes(answer));
        });
        _peers.Add(peer);
        return peer;
    }

    private static byte[] Bytes(AxonResponse answer)
    {
        var headers = answer.Headers.Append(KeyValuePair.Create("content-length", answer.Body.Length.ToString(CultureInfo.InvariantCulture)));
        return Http(string.Join("\r\n", headers.Select(header => $"{header.Key}: {header.Value}")), answer.Body.Span, $"{answer.StatusCode} Answered");
    }

    /// <summary>Forecasts its own number if it was sent the right samples.</summary>
    private sealed class Forecaster(int uid, Tensor expected) : ISynapseHandler<LiveForward>
    {
        private int _goodCalls;

        public int GoodCalls => _goodCalls;

        public ValueTask<LiveForward> HandleAsync(LiveForward synapse, AxonCall call, CancellationToken cancellationToken)
        {
            var samples = call.Decode(synapse.Samples!);
            if (samples.Shape.SequenceEqual(expected.Shape) && samples.Values<double>().SequenceEqual(expected.Values<double>()))
            {
                Interlocked.Increment(ref _goodCalls);
            }

            return ValueTask.FromResult(synapse with { Predictions = TensorCodec.Encode<double>([uid], [1], TensorDtypeSpelling.Torch) });
        }
    }
}
