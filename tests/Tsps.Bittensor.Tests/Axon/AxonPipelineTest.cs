using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Axon.Admission;
using Tsps.Bittensor.Axon.Nonces;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tests.Axon.Replay;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Axon;

/// <summary>A pipeline to ask, with what its tests have in common.</summary>
public abstract class AxonPipelineTest
{
    private protected static FixedMetagraph Metagraph { get; } = FixedMetagraph.Of((SampleRequests.Caller, 100m), (SampleRequests.KeyOf(3).Hotkey, 1m));

    private long _nonce;

    private protected RecordedClock Clock { get; } = new();

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected static Handler<LiveForwardHash> Echo => new((synapse, _) => synapse);

    private protected static RawRequest Forward(SdkVersion version) =>
        SampleRequests.Make(new LiveForward { RequestUuid = "u", StreamId = "BTCUSD-5m", TopicId = 1, FeatureIds = [], PredictionSize = 1, SchemaId = 1 }, version, 1);

    private protected RawRequest Hash() => Hash(SdkVersion.Six);

    private protected RawRequest Hash(SdkVersion version) => SampleRequests.Make(SampleRequests.Hash, version, ++_nonce);

    private protected static async Task<AxonResponse> Ask(AxonPipeline pipeline, RawRequest request) => await pipeline.AnswerAsync(request.ToAxonRequest(4711), Cancel);

    /// <summary>One request is being handled, and one of low stake waits for its turn.</summary>
    private protected async Task<(Task<AxonResponse> Running, Task<AxonResponse> WaitingPoor)> OccupyAsync(AxonPipeline pipeline, SlowHandler handler)
    {
        using var poor = SampleRequests.KeyOf(3);
        var running = Ask(pipeline, Hash());
        await handler.Entered;
        return (running, Ask(pipeline, SampleRequests.Make(SampleRequests.Hash, SdkVersion.Six, 1, poor)));
    }

    private protected static string? Header(AxonResponse answer, string name) => answer.Headers.FirstOrDefault(header => header.Key == name).Value;

    private protected static string Text(AxonResponse answer) => Encoding.UTF8.GetString(answer.Body.Span);

    private protected static string Message(AxonResponse answer) => Member(answer, "message");

    private protected static string Member(AxonResponse answer, string name)
    {
        using var body = JsonDocument.Parse(answer.Body);
        return body.RootElement.GetProperty(name).GetString()!;
    }

    private protected AxonPipeline Open<TSynapse>(
        ISynapseHandler<TSynapse> handler, AxonOptions? options = null, INonceStore? nonces = null, FailureLogger? logger = null, IEnumerable<AxonRoute>? routes = null)
        where TSynapse : Synapse => new(
            SampleRequests.AxonSigner,
            routes ?? [AxonRoute.To(handler, new RegisteredHotkeyPolicy(Metagraph))],
            nonces ?? new InMemoryNonceStore(Clock),
            new StakePriority(Metagraph, []),
            options ?? new AxonOptions(),
            Clock,
            logger is null ? NullLogger<AxonPipeline>.Instance : logger);

    private protected sealed class Handler<TSynapse>(Func<TSynapse, AxonCall, TSynapse> answer) : ISynapseHandler<TSynapse>
        where TSynapse : Synapse
    {
        public ValueTask<TSynapse> HandleAsync(TSynapse synapse, AxonCall call, CancellationToken cancellationToken) => ValueTask.FromResult(answer(synapse, call));
    }

    private protected sealed class SlowHandler(Task release) : ISynapseHandler<LiveForwardHash>
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
}
