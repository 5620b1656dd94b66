using Tsps.Bittensor.Synapses;

namespace Tsps.Validation.Outputs;

/// <summary>The document <c>latest_predictions.json</c>: the forecasts of the newest request (scoring specification, section 7).</summary>
public static class LatestPredictions
{
    /// <summary>
    /// Those of the newest record's request, in the order given. The newest record comes twice, once for naming the request: consumers of the
    /// reference's document know it so.
    /// </summary>
    /// <param name="newestFirst">Records of one stream; of any number of requests.</param>
    /// <returns>None when there are no records.</returns>
    public static IReadOnlyList<PredictionRecord> Choose(IReadOnlyList<PredictionRecord> newestFirst)
    {
        ArgumentNullException.ThrowIfNull(newestFirst);
        return newestFirst.Count == 0
            ? []
            : [newestFirst[0], .. newestFirst.Where(record => record.RequestUuid == newestFirst[0].RequestUuid)];
    }

    /// <exception cref="ArgumentException">A close is NaN or infinite.</exception>
    public static byte[] Write(string streamId, IReadOnlyList<PredictionRecord> chosen) => OutputJson.Write(json =>
    {
        json.StartObject();
        json.Name(streamId);
        json.List(chosen, record => Write(json, record));
        json.EndObject();
    });

    private static void Write(PythonJsonWriter json, PredictionRecord record)
    {
        json.StartObject();
        json.Name("client_uuid"u8);
        json.Text(record.ClientUuid);
        json.Name("stream_type"u8);
        json.Text(record.StreamId);
        json.Name("stream_id"u8);
        json.Text(record.StreamId);
        json.Name("topic_id"u8);
        json.Integer(record.TopicId);
        json.Name("request_uuid"u8);
        json.Text(record.RequestUuid);
        json.Name("miner_uid"u8);
        json.Text(record.MinerUid);
        json.Name("start"u8);
        json.Integer(record.StartMs);
        json.Name("end"u8);
        json.Integer(record.EndMs);
        json.Name("predictions"u8);
        json.List(record.Closes, close => json.Number(close));
        json.Name("prediction_size"u8);
        json.Integer(record.PredictionSize);
        json.Name("additional_details"u8);
        json.StartObject();
        json.Name("tf"u8);
        json.Integer((long)record.Interval.TotalMinutes);
        json.Name("trade_pair"u8);
        json.Text(record.TradePair);
        json.EndObject();
        WriteScale(json, record);
        json.EndObject();
    }

    private static void WriteScale(PythonJsonWriter json, PredictionRecord record)
    {
        Write("vmins"u8, record.Scale?.Bounds.Minimum, minimum => json.Number(minimum));
        Write("vmaxs"u8, record.Scale?.Bounds.Maximum, maximum => json.Number(maximum));
        Write("decimal_places"u8, record.Scale?.DecimalPlaces, places => json.Integer(places));

        void Write<T>(ReadOnlySpan<byte> name, T? value, Action<T> write)
            where T : struct
        {
            json.Name(name);
            if (value is { } present)
            {
                json.List([present], write);
            }
            else
            {
                json.Text(null);
            }
        }
    }
}
