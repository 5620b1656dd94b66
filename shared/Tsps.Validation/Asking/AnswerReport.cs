using Tsps.Bittensor.Dendrite;
using Tsps.Bittensor.Synapses;
using Tsps.Scoring;

namespace Tsps.Validation.Asking;

/// <summary>One answer, as an operator wants to see it.</summary>
public sealed record AnswerReport
{
    public required int? Status { get; init; }

    public required string? Message { get; init; }

    public required DendriteFault Fault { get; init; }

    /// <summary>Seconds of the whole exchange; null after a fault.</summary>
    public required double? ProcessTime { get; init; }

    public required long RequestBytes { get; init; }

    public required long AnswerBytes { get; init; }

    /// <summary>The element type of the forecast, such as <c>float64</c>; null where none can be read.</summary>
    public string? DtypeName { get; init; }

    /// <summary>The forecast closes, also where they are of no use; null where none can be read.</summary>
    public IReadOnlyList<double>? Closes { get; init; }

    /// <summary>The hash that a LiveForwardHash was answered with.</summary>
    public string? Commitment { get; init; }

    /// <summary>What a Backward synapse was answered with.</summary>
    public bool? Received { get; init; }

    /// <summary>A sentence on what is wrong and what it usually comes from; null when the answer is good.</summary>
    public required string? Problem { get; init; }

    public bool IsSuccess => Problem is null;

    public static AnswerReport Of(AxonQuestion question, DendriteAnswer<Synapse> answer)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(answer);
        var report = new AnswerReport
        {
            Status = answer.StatusCode,
            Message = answer.StatusMessage,
            Fault = answer.Fault,
            ProcessTime = answer.ProcessTime,
            RequestBytes = answer.RequestBytes,
            AnswerBytes = answer.AnswerBytes,
            Problem = answer.IsSuccess ? null : StatusAdvice.Of(answer.StatusCode, answer.Fault),
        };
        return answer.Synapse switch
        {
            LiveForward live => report.WithForecast(answer, live, question.PredictionSize, arePrices: true),
            TrainingForward training => report.WithForecast(answer, AsLive(training), question.PredictionSize, arePrices: false),
            LiveForwardHash hash => report with { Commitment = hash.HashedPredictions, Problem = report.Problem ?? (hash.HashedPredictions is null ? "There is no commitment in the answer." : null) },
            BackwardSynapse backward => report with { Received = backward.Received },
            _ => report,
        };
    }

    private AnswerReport WithForecast(DendriteAnswer<Synapse> answer, LiveForward forecast, int size, bool arePrices)
    {
        var reading = ForecastReader.Read(new DendriteAnswer<LiveForward>(answer.Target, forecast, answer.Fault), size);
        if (reading.Predictions is not { } predictions)
        {
            return this with { Problem = Problem ?? reading.Refusal };
        }

        var closes = predictions.ToDoubles();
        var refusal = arePrices ? PredictionCheck.Check(closes, size)?.Reason : null;
        return this with { DtypeName = predictions.Dtype.ToString().ToLowerInvariant(), Closes = closes, Problem = Problem ?? refusal };
    }

    /// <summary>The forecasts of both synapses are read alike.</summary>
    private static LiveForward AsLive(TrainingForward training) => new()
    {
        RequestUuid = training.RequestUuid,
        StreamId = training.StreamId,
        TopicId = training.TopicId,
        SchemaId = training.SchemaId,
        FeatureIds = training.FeatureIds,
        PredictionSize = training.PredictionSize,
        Predictions = training.Predictions,
        Dendrite = training.Dendrite,
    };
}
