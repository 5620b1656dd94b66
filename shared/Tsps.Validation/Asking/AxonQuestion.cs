using System.Globalization;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
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
        var hasSamples = HasSamples(synapse, generation);
        if (hasSamples && (samples is null || samples.Columns < stream.PredictionSize))
        {
            throw new ArgumentException($"{synapse} carries samples, of at least {stream.PredictionSize} candles here; there are {samples?.Columns ?? 0}.", nameof(samples));
        }

        var uuid = requestUuid.ToString("D", CultureInfo.InvariantCulture);
        return (synapse, generation) switch
        {
            (nameof(Synapse), _) => new(new Synapse(), DefaultTimeout, stream.PredictionSize),
            (nameof(LiveForward), _) => new(Live(stream, uuid, hasSamples ? Block(samples!) : null), hasSamples ? ForwardTimeout : ShortForwardTimeout, stream.PredictionSize),
            (nameof(LiveForwardHash), WireGeneration.V6) => new(Hash(stream, uuid), ShortForwardTimeout, stream.PredictionSize),
            (nameof(LiveBackward), WireGeneration.V4) => new(
                new LiveBackward { RequestUuid = uuid, StreamId = stream.Id, TopicId = stream.TopicId, Samples = Block(LastCloses(samples!, stream)) },
                DefaultTimeout,
                stream.PredictionSize),
            (nameof(TrainingForward), WireGeneration.V4) => new(Training(stream, uuid, Block(TrainingScaling.ScaleSamples(samples!))), ShortForwardTimeout, stream.PredictionSize),
            (nameof(TrainingBackward), WireGeneration.V4) => new(
                new TrainingBackward { RequestUuid = uuid, StreamId = stream.Id, TopicId = stream.TopicId, Samples = Block(TrainingScaling.ScaleCloses(LastCloses(samples!, stream))) },
                ShortForwardTimeout,
                stream.PredictionSize),
            _ => throw new ArgumentException($"Generation {(generation == WireGeneration.V4 ? "v4" : "v6")} has no synapse {synapse}.", nameof(synapse)),
        };
    }

    private static LiveForward Live(StreamDefinition stream, string uuid, TensorBlock? samples) => new()
    {
        RequestUuid = uuid,
        StreamId = stream.Id,
        TopicId = stream.TopicId,
        SchemaId = stream.SchemaId,
        FeatureIds = stream.FeatureIds,
        PredictionSize = stream.PredictionSize,
        Samples = samples,
    };

    private static LiveForwardHash Hash(StreamDefinition stream, string uuid) => new()
    {
        RequestUuid = uuid,
        StreamId = stream.Id,
        TopicId = stream.TopicId,
        SchemaId = stream.SchemaId,
        FeatureIds = stream.FeatureIds,
        PredictionSize = stream.PredictionSize,
    };

    private static TrainingForward Training(StreamDefinition stream, string uuid, TensorBlock samples) => new()
    {
        RequestUuid = uuid,
        StreamId = stream.Id,
        TopicId = stream.TopicId,
        SchemaId = stream.SchemaId,
        FeatureIds = stream.FeatureIds,
        PredictionSize = stream.PredictionSize,
        Samples = samples,
    };

    private static ReadOnlySpan<double> LastCloses(Samples samples, StreamDefinition stream) => samples.Row(SampleRow.Close)[^stream.PredictionSize..];

    private static TensorBlock Block(Samples samples) => TensorCodec.Encode(samples.Values.Span, [Samples.RowCount, samples.Columns], TensorDtypeSpelling.Torch);

    private static TensorBlock Block(ReadOnlySpan<double> closes) => TensorCodec.Encode(closes, [closes.Length], TensorDtypeSpelling.Torch);
}
