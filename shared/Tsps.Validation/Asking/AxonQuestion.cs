using Tsps.Bittensor.Synapses;
using Tsps.Domain;
using Tsps.Scoring;

namespace Tsps.Validation.Asking;

/// <summary>One synapse with the contents and the timeout that the reference validator gives it (wire specification, sections 1 and 10).</summary>
public sealed record AxonQuestion
{
    private static readonly TimeSpan ForwardTimeout = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan ShortForwardTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(Synapse.DefaultTimeout);

    private AxonQuestion(Synapse synapse, TimeSpan timeout, int predictionSize)
    {
        Synapse = synapse;
        Timeout = timeout;
        PredictionSize = predictionSize;
    }

    public Synapse Synapse { get; }

    public TimeSpan Timeout { get; init; }

    /// <summary>Number of closes in an answer with a forecast.</summary>
    public int PredictionSize { get; }

    /// <summary>Whether the synapse carries candles: all of v4 but the ping.</summary>
    /// <param name="synapse">A class name.</param>
    public static bool HasSamples(string synapse, WireGeneration generation) => generation == WireGeneration.V4 && synapse != SynapseTypes.Ping.Name;

    /// <param name="synapse">The class name of one of <see cref="SynapseTypes.All"/>.</param>
    /// <param name="samples">
    /// What to send where <see cref="HasSamples"/>: as they are, scaled for training, and of Backward kinds the last closes. Null otherwise.
    /// </param>
    /// <exception cref="ArgumentException">The generation has no such synapse, or the samples are missing or too few.</exception>
    public static AxonQuestion Create(string synapse, WireGeneration generation, StreamDefinition stream, Guid requestUuid, Samples? samples)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (HasSamples(synapse, generation) && (samples is null || samples.Columns < stream.PredictionSize))
        {
            throw new ArgumentException($"{synapse} carries samples, of at least {stream.PredictionSize} candles here; there are {samples?.Columns ?? 0}.", nameof(samples));
        }

        return (synapse, generation) switch
        {
            (nameof(Synapse), _) => Ask(new Synapse(), DefaultTimeout),
            (nameof(LiveForward), WireGeneration.V4) => Ask(StreamSynapses.LiveForward(stream, requestUuid, samples), ForwardTimeout),
            (nameof(LiveForward), WireGeneration.V6) => Ask(StreamSynapses.LiveForward(stream, requestUuid, samples: null), ShortForwardTimeout),
            (nameof(LiveForwardHash), WireGeneration.V6) => Ask(StreamSynapses.LiveForwardHash(stream, requestUuid), ShortForwardTimeout),
            (nameof(LiveBackward), WireGeneration.V4) => Ask(StreamSynapses.LiveBackward(stream, requestUuid, LastCloses(samples!, stream)), DefaultTimeout),
            (nameof(TrainingForward), WireGeneration.V4) => Ask(StreamSynapses.TrainingForward(stream, requestUuid, TrainingScaling.ScaleSamples(samples!)), ShortForwardTimeout),
            (nameof(TrainingBackward), WireGeneration.V4) => Ask(
                StreamSynapses.TrainingBackward(stream, requestUuid, TrainingScaling.ScaleCloses(LastCloses(samples!, stream))), ShortForwardTimeout),
            _ => throw new ArgumentException($"Generation {(generation == WireGeneration.V4 ? "v4" : "v6")} has no synapse {synapse}.", nameof(synapse)),
        };

        AxonQuestion Ask(Synapse asked, TimeSpan timeout) => new(asked, timeout, stream.PredictionSize);
    }

    private static ReadOnlySpan<double> LastCloses(Samples samples, StreamDefinition stream) => samples.Row(SampleRow.Close)[^stream.PredictionSize..];
}
