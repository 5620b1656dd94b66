using System.Text.Json;
using Tsps.Bittensor.Dendrite;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Bittensor.Tests.Tensors;

namespace Tsps.Bittensor.Tests.Dendrite;

/// <summary>What a recorded caller's synapse holds after the answer, against what ours holds.</summary>
internal static class RecordedResult
{
    /// <summary>All that is recorded, but the time of the whole exchange.</summary>
    public static void AssertSame(JsonElement result, DendriteAnswer<Synapse> answer)
    {
        Assert.True(HasSameEnd(result, answer), $"recorded: {result.GetProperty("dendrite")}");
        Assert.True(HasSameStatusProperties(result, answer), "Another property of the status is set.");
        AssertSameSynapse(result, answer.Synapse);
    }

    /// <summary>Status, message (for errors: how it begins) and whether there is a time and a forecast.</summary>
    public static bool HasSameEnd(JsonElement result, DendriteAnswer<Synapse> answer)
    {
        var dendrite = result.GetProperty("dendrite");
        var hasTime = dendrite.TryGetProperty("process_time", out var time) && time.ValueKind == JsonValueKind.Number;
        var message = Text(dendrite, "status_message");
        var hasSameMessage = hasTime
            ? message == answer.StatusMessage
            : message!.Split(':', ' ')[0] == answer.StatusMessage!.Split(':', ' ')[0];
        return Status(dendrite, "status_code") == answer.StatusCode
            && hasTime == answer.ProcessTime.HasValue
            && hasSameMessage
            && (result.TryGetProperty("predictions", out var predictions) && predictions.ValueKind == JsonValueKind.Object) == (Predictions(answer.Synapse) is not null);
    }

    public static bool HasSameStatusProperties(JsonElement result, DendriteAnswer<Synapse> answer) =>
        result.GetProperty("is_success").GetBoolean() == answer.IsSuccess
        && result.GetProperty("is_failure").GetBoolean() != answer.IsSuccess
        && result.GetProperty("is_timeout").GetBoolean() == (answer.StatusCode == 408)
        && result.GetProperty("is_blacklist").GetBoolean() == (answer.StatusCode == 403)
        && result.GetProperty("failed_verification").GetBoolean() == (answer.StatusCode == 401);

    /// <summary>All but the time of the whole exchange.</summary>
    public static void AssertSameSynapse(JsonElement result, Synapse synapse)
    {
        Assert.Equal(result.GetProperty("name").GetString(), synapse.Name);
        Assert.Equal(result.GetProperty("timeout").GetDouble(), synapse.Timeout);
        AssertSameTerminal(result.GetProperty("axon"), synapse.Axon);
        AssertSameTerminal(result.GetProperty("dendrite"), synapse.Dendrite with { ProcessTime = null });
        if (synapse is StreamSynapse stream)
        {
            Assert.Equal(result.GetProperty("request_uuid").GetString(), stream.RequestUuid);
            Assert.Equal(result.GetProperty("stream_id").GetString(), stream.StreamId);
            AssertSameTensor(result.GetProperty("samples"), stream.Samples);
        }

        if (synapse is ForwardSynapse forward)
        {
            Assert.Equal(result.GetProperty("prediction_size").GetInt64(), forward.PredictionSize);
        }

        AssertSameAnswer(result, synapse);
    }

    /// <summary>What the miner answered: of one member, none or all that are recorded.</summary>
    public static void AssertSameAnswer(JsonElement result, Synapse synapse)
    {
        if (result.TryGetProperty("predictions", out var predictions))
        {
            AssertSameTensor(predictions, Predictions(synapse));
        }

        Assert.Equal(Text(result, "hashed_predictions"), (synapse as LiveForwardHash)?.HashedPredictions);
        Assert.Equal(Text(result, "received"), (synapse as BackwardSynapse)?.Received?.ToString());
    }

    public static int? Status(JsonElement block, string member) => block.TryGetProperty(member, out var status) ? Status(status) : null;

    public static int? Status(JsonElement status) => status.ValueKind == JsonValueKind.Null ? null : status.GetInt32();

    public static string? Text(JsonElement block, string member) =>
        block.ValueKind == JsonValueKind.Object && block.TryGetProperty(member, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : null;

    private static TensorBlock? Predictions(Synapse synapse) => synapse switch
    {
        LiveForward live => live.Predictions,
        TrainingForward training => training.Predictions,
        _ => null,
    };

    private static void AssertSameTerminal(JsonElement recorded, TerminalInfo terminal)
    {
        var expected = recorded.EnumerateObject()
            .Where(member => member.Value.ValueKind != JsonValueKind.Null && (member.Name != "process_time" || terminal.ProcessTime is not null))
            .ToDictionary(member => member.Name, member => Text(recorded, member.Name)!);
        if (terminal.ProcessTime is { } time)
        {
            Assert.Equal(recorded.GetProperty("process_time").GetDouble(), time);
            expected["process_time"] = PythonFloat.Format(time);
        }

        Assert.Equal(expected.OrderBy(member => member.Key), TerminalHeaders.Write("", terminal).ToDictionary().OrderBy(member => member.Key));
    }

    private static void AssertSameTensor(JsonElement recorded, TensorBlock? block)
    {
        if (recorded.ValueKind == JsonValueKind.Null)
        {
            Assert.Null(block);
            return;
        }

        Assert.NotNull(block);
        if (recorded.TryGetProperty("dtype", out var dtype))
        {
            Assert.Equal(dtype.GetString(), (block.Spelling == TensorDtypeSpelling.Torch ? "torch." : "") + block.Dtype.ToString().ToLowerInvariant());
            Assert.Equal(recorded.GetProperty("shape").EnumerateArray().Select(length => length.GetInt64()), block.Shape.Select(length => (long)length));
        }

        if (recorded.TryGetProperty("error", out var error))
        {
            if (!error.GetString()!.Contains("torch", StringComparison.Ordinal))
            {
                Assert.Throws<TensorFormatException>(() => TensorCodec.Decode(block, TensorLimits.Default));
            }

            return;
        }

        var tensor = TensorCodec.Decode(block, TensorLimits.Default);
        if (recorded.TryGetProperty("numpy_dtype", out var numpy))
        {
            Assert.Equal(numpy.GetString(), tensor.Dtype.ToString().ToLowerInvariant());
            Assert.Equal(recorded.GetProperty("numpy_shape").EnumerateArray().Select(length => length.GetInt32()), tensor.Shape);
        }

        if (recorded.TryGetProperty("values", out var values))
        {
            var type = numpy.ValueKind == JsonValueKind.String ? numpy : dtype;
            var expected = TensorVectors.ReadTensor(type, JsonSerializer.SerializeToElement(tensor.Shape), values);
            Assert.True(TensorVectors.AreSame(expected, tensor), "The tensor is another.");
        }
    }
}
