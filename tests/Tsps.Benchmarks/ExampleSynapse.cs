using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Domain;

namespace Tsps.Benchmarks;

/// <summary>What a validator of generation v4 asks: a LiveForward with 5 x 7200 float64 samples.</summary>
internal static class ExampleSynapse
{
    public static LiveForward Create()
    {
        var stream = StreamDefinition.BtcUsd5m;
        return new LiveForward
        {
            RequestUuid = "00000000-0000-4000-8000-000000000001",
            StreamId = stream.Id,
            TopicId = stream.TopicId,
            FeatureIds = stream.FeatureIds,
            PredictionSize = stream.PredictionSize,
            SchemaId = stream.SchemaId,
            Samples = TensorCodec.Encode(ExampleSamples.Create().Values.Span, ExampleSamples.Shape, TensorDtypeSpelling.Bare),
        };
    }
}
