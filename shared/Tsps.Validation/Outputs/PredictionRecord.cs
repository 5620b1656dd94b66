using System.Globalization;
using Tsps.Domain;
using Tsps.Scoring;
using Tsps.Storage;

namespace Tsps.Validation.Outputs;

/// <summary>One miner's forecast as the reference keeps it and shows it (scoring specification, section 6.5).</summary>
public sealed record PredictionRecord
{
    /// <summary>The validator's hotkey.</summary>
    public required string ClientUuid { get; init; }

    public required string StreamId { get; init; }

    public required int TopicId { get; init; }

    public required string RequestUuid { get; init; }

    /// <summary>The miner's hotkey.</summary>
    public required string MinerUid { get; init; }

    /// <summary>Unix milliseconds at which the forecast begins.</summary>
    public required long StartMs { get; init; }

    /// <summary>Unix milliseconds at which it ends.</summary>
    public required long EndMs { get; init; }

    /// <summary>The forecast closes in USD, unless <see cref="Scale"/> says otherwise.</summary>
    public required IReadOnlyList<double> Predictions { get; init; }

    /// <summary>How many closes were asked for.</summary>
    public required int PredictionSize { get; init; }

    /// <summary>Time between two closes: whole minutes.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>What is forecast, such as <c>BTCUSD</c>.</summary>
    public required string TradePair { get; init; }

    /// <summary>Bounds and decimal places, where the closes are scaled by them; null in what this validator keeps.</summary>
    public (ValueScale Bounds, int DecimalPlaces)? Scale { get; init; }

    /// <summary>The closes in USD.</summary>
    public IReadOnlyList<double> Closes =>
        Scale is ({ } bounds, var places) ? [.. Predictions.Select(scaled => bounds.Unscale(scaled, places))] : Predictions;

    /// <summary>The usable answers of a round, newest first: the reference stores them by ascending uid, one after the other.</summary>
    /// <param name="validator">Who asked.</param>
    public static IReadOnlyList<PredictionRecord> From(RoundAnswers answers, StreamDefinition stream, Hotkey validator)
    {
        ArgumentNullException.ThrowIfNull(answers);
        ArgumentNullException.ThrowIfNull(stream);
        return
        [
            .. answers.Replies.Reverse().Where(reply => reply.Closes is not null).Select(reply => new PredictionRecord
            {
                ClientUuid = validator.Address,
                StreamId = stream.WireId,
                TopicId = stream.TopicId,
                RequestUuid = answers.RequestUuid.ToString("D", CultureInfo.InvariantCulture),
                MinerUid = reply.Hotkey,
                StartMs = answers.StartMs,
                EndMs = answers.EndMs,
                Predictions = reply.Closes!,
                PredictionSize = stream.PredictionSize,
                Interval = stream.Interval,
                TradePair = PairOf(stream),
            }),
        ];
    }

    /// <summary>A stream is named by its pair and its interval.</summary>
    private static string PairOf(StreamDefinition stream) => stream.WireId.Split('-')[0];
}
