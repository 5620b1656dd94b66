using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Axon.Admission;
using Tsps.Bittensor.Axon.Nonces;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Domain;
using Tsps.Forecasting;

namespace Tsps.Benchmarks;

/// <summary>An axon that checks signatures and nonces, decodes the samples and answers with the last close.</summary>
internal static class LastCloseAxon
{
    /// <param name="validator">The one neuron of the metagraph, hence the only one admitted.</param>
    public static AxonPipeline Create(IHotkeySigner miner, Hotkey validator)
    {
        var metagraph = new OneNeuron(validator);
        return new AxonPipeline(
            miner,
            [AxonRoute.To(new Handler(), new RegisteredHotkeyPolicy(metagraph))],
            new InMemoryNonceStore(TimeProvider.System),
            new StakePriority(metagraph, []),
            new AxonOptions(),
            TimeProvider.System,
            NullLogger<AxonPipeline>.Instance);
    }

    private sealed class Handler : ISynapseHandler<LiveForward>
    {
        private readonly LastCloseForecaster _forecaster = new();

        public async ValueTask<LiveForward> HandleAsync(LiveForward synapse, AxonCall call, CancellationToken cancellationToken)
        {
            var tensor = call.Decode(synapse.Samples ?? throw new SynapseFailedException(400, "samples are missing"));
            var samples = new Samples(tensor.Shape[1], tensor.AsDoubles());
            var closes = await _forecaster.ForecastAsync(samples, (int)synapse.PredictionSize, cancellationToken);
            return synapse with { Predictions = TensorCodec.Encode(Tensor.Of(closes, closes.Length), call.Spelling) };
        }
    }

    private sealed class OneNeuron(Hotkey hotkey) : IMetagraphView
    {
        public Metagraph Current { get; } = new(8, 1, DateTimeOffset.UnixEpoch, [new Neuron(0, hotkey, 1000m, true, null)]);
    }
}
