using System.Collections.Frozen;
using Tsps.Bittensor.Tensors;

namespace Tsps.Bittensor.Synapses;

/// <summary>All synapses of both wire generations. Another one is a record of its own and one line here.</summary>
public static class SynapseTypes
{
    private static readonly SynapseMember RequestUuid = SynapseMember.Of<StreamSynapse, string>(
        "request_uuid", SynapseValueKind.Text, s => s.RequestUuid, (s, value) => s with { RequestUuid = value }, isRequired: true);

    private static readonly SynapseMember StreamId = SynapseMember.Of<StreamSynapse, string>(
        "stream_id", SynapseValueKind.Text, s => s.StreamId, (s, value) => s with { StreamId = value }, isRequired: true);

    private static readonly SynapseMember Samples = SynapseMember.Of<StreamSynapse, TensorBlock?>(
        "samples", SynapseValueKind.Tensor, s => s.Samples, (s, value) => s with { Samples = value }, isNullable: true, answerMayChange: true);

    private static readonly SynapseMember TopicId = SynapseMember.Of<StreamSynapse, long?>(
        "topic_id", SynapseValueKind.Integer, s => s.TopicId, (s, value) => s with { TopicId = value }, isRequired: true, isNullable: true);

    private static readonly SynapseMember FeatureIds = SynapseMember.Of<ForwardSynapse, IReadOnlyList<double>>(
        "feature_ids", SynapseValueKind.NumberList, s => s.FeatureIds, (s, value) => s with { FeatureIds = value }, isRequired: true, answerMayChange: true);

    private static readonly SynapseMember PredictionSize = SynapseMember.Of<ForwardSynapse, long>(
        "prediction_size", SynapseValueKind.Integer, s => s.PredictionSize, (s, value) => s with { PredictionSize = value }, isRequired: true);

    private static readonly SynapseMember SchemaId = SynapseMember.Of<ForwardSynapse, long?>(
        "schema_id", SynapseValueKind.Integer, s => s.SchemaId, (s, value) => s with { SchemaId = value }, isRequired: true, isNullable: true);

    private static readonly SynapseMember HashedPredictions = SynapseMember.Of<LiveForwardHash, string?>(
        "hashed_predictions", SynapseValueKind.Text, s => s.HashedPredictions, (s, value) => s with { HashedPredictions = value }, isNullable: true, answerMayChange: true);

    private static readonly SynapseMember Received = SynapseMember.Of<BackwardSynapse, bool?>(
        "received", SynapseValueKind.Truth, s => s.Received, (s, value) => s with { Received = value }, isNullable: true, answerMayChange: true, isNullRefused: true);

    private static readonly SynapseMember[] Forward = [RequestUuid, StreamId, Samples, TopicId, FeatureIds, PredictionSize, SchemaId];

    private static readonly SynapseMember[] Backward = [RequestUuid, StreamId, Samples, TopicId, Received];

    public static SynapseType Ping { get; } = new(new Synapse());

    /// <summary>In the order in which the specification names them.</summary>
    public static IReadOnlyList<SynapseType> All { get; } =
    [
        Ping,
        new(new LiveForward { RequestUuid = "", StreamId = "", TopicId = 0, FeatureIds = [], PredictionSize = 0, SchemaId = 0 },
            [.. Forward, Predictions<LiveForward>(s => s.Predictions, (s, value) => s with { Predictions = value })]),
        new(new LiveForwardHash { RequestUuid = "", StreamId = "", TopicId = 0, FeatureIds = [], PredictionSize = 0, SchemaId = 0 }, [.. Forward, HashedPredictions]),
        new(new LiveBackward { RequestUuid = "", StreamId = "", TopicId = 0 }, Backward),
        new(new TrainingForward { RequestUuid = "", StreamId = "", TopicId = 0, FeatureIds = [], PredictionSize = 0, SchemaId = 0 },
            [.. Forward, Predictions<TrainingForward>(s => s.Predictions, (s, value) => s with { Predictions = value })]),
        new(new TrainingBackward { RequestUuid = "", StreamId = "", TopicId = 0 }, Backward),
    ];

    private static readonly FrozenDictionary<string, SynapseType> ByName = All.ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);

    /// <summary>Finds a synapse by its class name; the letter case counts.</summary>
    public static SynapseType? Find(string name) => ByName.GetValueOrDefault(name);

    /// <exception cref="ArgumentException">The synapse is of a class that is not registered here.</exception>
    public static SynapseType Of(Synapse synapse) =>
        Find(synapse.Name) ?? throw new ArgumentException($"{synapse.Name} is no synapse of the subnet: add it to {nameof(SynapseTypes)}.", nameof(synapse));

    private static SynapseMember Predictions<TSynapse>(Func<TSynapse, TensorBlock?> get, Func<TSynapse, TensorBlock?, TSynapse> set)
        where TSynapse : ForwardSynapse =>
        SynapseMember.Of("predictions", SynapseValueKind.Tensor, get, set, isNullable: true, answerMayChange: true);
}
