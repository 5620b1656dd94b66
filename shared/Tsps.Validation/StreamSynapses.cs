using System.Globalization;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Domain;

namespace Tsps.Validation;

/// <summary>Synapses about a stream, with the contents that the reference validator gives them (wire specification, sections 1 and 10).</summary>
internal static class StreamSynapses
{
    /// <param name="samples">5 x N; null in generation v6.</param>
    public static LiveForward LiveForward(StreamDefinition stream, Guid requestUuid, Samples? samples) => new()
    {
        RequestUuid = Text(requestUuid),
        StreamId = stream.WireId,
        TopicId = stream.TopicId,
        SchemaId = stream.SchemaId,
        FeatureIds = stream.FeatureIds,
        PredictionSize = stream.PredictionSize,
        Samples = samples is null ? null : Block(samples),
    };

    public static LiveForwardHash LiveForwardHash(StreamDefinition stream, Guid requestUuid) => new()
    {
        RequestUuid = Text(requestUuid),
        StreamId = stream.WireId,
        TopicId = stream.TopicId,
        SchemaId = stream.SchemaId,
        FeatureIds = stream.FeatureIds,
        PredictionSize = stream.PredictionSize,
    };

    /// <param name="scaled">5 x N, scaled but for the times.</param>
    public static TrainingForward TrainingForward(StreamDefinition stream, Guid requestUuid, Samples scaled) => new()
    {
        RequestUuid = Text(requestUuid),
        StreamId = stream.WireId,
        TopicId = stream.TopicId,
        SchemaId = stream.SchemaId,
        FeatureIds = stream.FeatureIds,
        PredictionSize = stream.PredictionSize,
        Samples = Block(scaled),
    };

    /// <param name="closes">What came true.</param>
    public static LiveBackward LiveBackward(StreamDefinition stream, Guid requestUuid, ReadOnlySpan<double> closes) =>
        new() { RequestUuid = Text(requestUuid), StreamId = stream.WireId, TopicId = stream.TopicId, Samples = Block(closes) };

    /// <param name="scaled">What came true, scaled.</param>
    public static TrainingBackward TrainingBackward(StreamDefinition stream, Guid requestUuid, ReadOnlySpan<double> scaled) =>
        new() { RequestUuid = Text(requestUuid), StreamId = stream.WireId, TopicId = stream.TopicId, Samples = Block(scaled) };

    private static string Text(Guid requestUuid) => requestUuid.ToString("D", CultureInfo.InvariantCulture);

    private static TensorBlock Block(Samples samples) => TensorCodec.Encode(samples.Values.Span, [Samples.RowCount, samples.Columns], TensorDtypeSpelling.Torch);

    private static TensorBlock Block(ReadOnlySpan<double> closes) => TensorCodec.Encode(closes, [closes.Length], TensorDtypeSpelling.Torch);
}
