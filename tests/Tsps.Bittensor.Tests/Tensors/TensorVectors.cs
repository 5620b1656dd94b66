using System.Text.Json;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Tensors;

/// <summary>Reads the notation of the tensor vectors.</summary>
internal static class TensorVectors
{
    /// <summary>Puts a block where an answer has its predictions and reads that answer.</summary>
    public static TensorBlock ReadBlock(string blockJson)
    {
        var body = $$"""
            {"request_uuid": "", "stream_id": "", "topic_id": 1, "feature_ids": [], "prediction_size": 1, "schema_id": 1, "predictions": {{blockJson}}}
            """;
        var synapse = (LiveForward)SynapseJson.Read(SynapseTypes.Find(nameof(LiveForward))!, System.Text.Encoding.UTF8.GetBytes(body));
        return synapse.Predictions ?? throw new InvalidDataException("The vector has no block.");
    }

    public static TensorDtype Dtype(string name) => ReadBlock($$"""{"dtype": "{{name}}", "shape": [1]}""").Dtype;

    /// <summary>A tensor from nested lists of numbers.</summary>
    public static Tensor ReadTensor(JsonElement dtype, JsonElement shape, JsonElement values) =>
        MakeTensor(Dtype(dtype.GetString()!), [.. shape.EnumerateArray().Select(length => length.GetInt32())], [.. Flatten(values)]);

    /// <summary>Same type, shape and bits.</summary>
    public static bool AreSame(Tensor one, Tensor other) =>
        one.Dtype == other.Dtype && one.Shape.SequenceEqual(other.Shape) && Encode(one).SequenceEqual(Encode(other));

    private static ReadOnlySpan<byte> Encode(Tensor tensor) => TensorCodec.Encode(tensor, TensorDtypeSpelling.Bare).Buffer!.Value.Span;

    /// <summary>Python's NaN has no sign bit, .NET's has.</summary>
    private static double AsDouble(JsonElement value) => Math.Abs(value.AsDouble()) is var number && double.IsNaN(number) ? number : value.AsDouble();

    private static IEnumerable<JsonElement> Flatten(JsonElement values) =>
        values.ValueKind == JsonValueKind.Array ? values.EnumerateArray().SelectMany(Flatten) : [values];

    private static Tensor MakeTensor(TensorDtype dtype, int[] shape, JsonElement[] values) => dtype switch
    {
        TensorDtype.Float64 => Tensor.Of(Array.ConvertAll(values, AsDouble), shape),
        TensorDtype.Float32 => Tensor.Of(Array.ConvertAll(values, value => (float)AsDouble(value)), shape),
        TensorDtype.Float16 => Tensor.Of(Array.ConvertAll(values, value => (Half)AsDouble(value)), shape),
        TensorDtype.Int64 => Tensor.Of(Array.ConvertAll(values, value => value.GetInt64()), shape),
        TensorDtype.Int32 => Tensor.Of(Array.ConvertAll(values, value => value.GetInt32()), shape),
        TensorDtype.Int16 => Tensor.Of(Array.ConvertAll(values, value => value.GetInt16()), shape),
        TensorDtype.Int8 => Tensor.Of(Array.ConvertAll(values, value => value.GetSByte()), shape),
        TensorDtype.UInt8 => Tensor.Of(Array.ConvertAll(values, value => value.GetByte()), shape),
        _ => Tensor.Of(Array.ConvertAll(values, value => value.GetBoolean()), shape),
    };
}
