using System.Globalization;
using Tsps.Domain;
using Tsps.Storage;
using Tsps.Validation;

namespace Tsps.Local.Historical;

/// <summary>
/// Miners in the validator's own process. Those of one model share its forecast of a round; each but the first leans off it by a slope of its own,
/// drawn for miner and round, so that hundreds of them differ as miners do.
/// </summary>
/// <param name="models">Miners take them in turn, by uid.</param>
/// <param name="candles">What miners read who are given no samples (generation v6).</param>
public sealed class LocalMiners(IReadOnlyList<IForecaster> models, ICandleSource candles, int seed, TimeProvider clock) : IMinerQuery
{
    private const int OwnSampleDays = 30;

    /// <summary>Standard deviation of the slope over a whole horizon.</summary>
    private const double Lean = 0.004;

    public async ValueTask<IReadOnlyList<MinerReply>> AskAsync(ForwardQuestion question, IReadOnlyList<Neuron> targets, CancellationToken cancellationToken)
    {
        var samples = question.Samples ?? await ReadOwnAsync(question.Stream, cancellationToken);
        var forecasts = new double[models.Count][];
        for (var model = 0; model < models.Count; model++)
        {
            forecasts[model] = await models[model].ForecastAsync(samples, question.Stream.PredictionSize, cancellationToken);
        }

        var last = samples.Row(SampleRow.CloseTime)[^1];
        return [.. targets.Select(target => Answer(target, forecasts[(target.Uid - 1) % models.Count], (long)last))];
    }

    private async ValueTask<Samples> ReadOwnAsync(StreamDefinition stream, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return Samples.FromCandles(await candles.ReadAsync(stream, now.AddDays(-OwnSampleDays), now, cancellationToken), stream.Interval);
    }

    private MinerReply Answer(Neuron target, double[] forecast, long lastCloseTime)
    {
        var slope = target.Uid <= models.Count ? 0 : Lean * StandardNormal(Seeded(target.Uid, lastCloseTime));
        double[] closes = [.. forecast.Select((close, step) => close * (1 + (slope * (step + 1) / forecast.Length)))];
        return new MinerReply(target.Hotkey.Address, target.Uid, 200, "Success", 0, "float64", closes, null) { Contact = MinerContact.NotCalled };
    }

    private Random Seeded(ushort uid, long lastCloseTime) => SeededRandom.From(string.Create(CultureInfo.InvariantCulture, $"{seed}|{uid}|{lastCloseTime}"));

    /// <summary>By the method of Box and Muller.</summary>
    private static double StandardNormal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
