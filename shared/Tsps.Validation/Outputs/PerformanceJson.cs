using Tsps.Bittensor.Synapses;

namespace Tsps.Validation.Outputs;

/// <summary>The document <c>cmw.json</c>: how the subnet did, its best miners, and their latest forecasts (scoring specification, section 7).</summary>
public static class PerformanceJson
{
    /// <param name="latest">What <see cref="LatestPredictions.Choose"/> chose; the forecasts of the best miners among them are shown.</param>
    /// <exception cref="ArgumentException">A number is NaN or infinite.</exception>
    public static byte[] Write(SubnetPerformance performance, IReadOnlyList<PredictionRecord> latest, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(performance);
        ArgumentNullException.ThrowIfNull(latest);
        var top = performance.ListTopMiners(now);
        var uids = top.Select(miner => miner.MinerUid).ToHashSet();
        return OutputJson.Write(json =>
        {
            json.StartObject();
            json.Name("subnet_performance"u8);
            json.List(performance.Points, point => Write(json, point));
            json.Name("top_miners_7"u8);
            json.List(top, miner => Write(json, miner));
            json.Name("top_miners_7_predictions"u8);
            json.List([.. latest.Where(record => uids.Contains(record.MinerUid))], record => Write(json, record));
            json.EndObject();
        });
    }

    private static void Write(PythonJsonWriter json, PerformancePoint point)
    {
        json.StartObject();
        json.Name("timestamp"u8);
        json.Integer(point.TimestampMs);
        json.Name("score"u8);
        json.Number(point.Score);
        json.EndObject();
    }

    private static void Write(PythonJsonWriter json, TopMiner miner)
    {
        json.StartObject();
        json.Name("miner_uid"u8);
        json.Text(miner.MinerUid);
        json.Name("score"u8);
        json.Number(miner.Score);
        json.EndObject();
    }

    private static void Write(PythonJsonWriter json, PredictionRecord record)
    {
        json.StartObject();
        json.Name("miner_uid"u8);
        json.Text(record.MinerUid);
        json.Name("timestamp"u8);
        json.Integer(record.StartMs);
        json.Name("predictions"u8);
        json.StartList();
        var timestamp = record.StartMs;
        foreach (var close in record.Closes)
        {
            timestamp += (long)record.Interval.TotalMilliseconds;
            json.StartObject();
            json.Name("timestamp"u8);
            json.Integer(timestamp);
            json.Name("prediction"u8);
            json.Number(close);
            json.EndObject();
        }

        json.EndList();
        json.EndObject();
    }
}
