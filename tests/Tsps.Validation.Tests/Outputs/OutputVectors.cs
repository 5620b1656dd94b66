using System.Text;
using System.Text.Json;
using Tsps.Domain;
using Tsps.Scoring;
using Tsps.Storage;
using Tsps.Testing;
using Tsps.Validation.Outputs;

namespace Tsps.Validation.Tests.Outputs;

/// <summary>Between the vectors and what the product takes.</summary>
internal static class OutputVectors
{
    /// <summary>JSON without blanks and with its numbers as they stand: equal texts are the same members in the same order.</summary>
    public static string Compact(JsonElement json) => JsonSerializer.Serialize(json);

    public static string Compact(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return Compact(document.RootElement);
    }

    public static ReadOnlyMemory<byte> Utf8(this JsonElement json) => Encoding.UTF8.GetBytes(json.GetRawText());

    /// <summary>The state file's entries; none where there was no file.</summary>
    private static StateEntry[] ReadState(JsonElement file)
    {
        if (file.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        using var state = JsonDocument.Parse(file.GetString()!);
        return [.. state.RootElement.EnumerateObject().Select(entry => new StateEntry(entry.Name, entry.Value.AsDouble()))];
    }

    /// <summary>A stored record as section 6.5 describes it.</summary>
    public static PredictionRecord ReadRecord(JsonElement fields) => new()
    {
        ClientUuid = fields.GetProperty("client_uuid").GetString()!,
        StreamId = fields.GetProperty("stream_id").GetString()!,
        TopicId = fields.GetProperty("topic_id").GetInt32(),
        RequestUuid = fields.GetProperty("request_uuid").GetString()!,
        MinerUid = fields.GetProperty("miner_uid").GetString()!,
        StartMs = fields.GetProperty("start").GetInt64(),
        EndMs = fields.GetProperty("end").GetInt64(),
        Predictions = fields.GetProperty("predictions").AsDoubles(),
        PredictionSize = fields.GetProperty("prediction_size").GetInt32(),
        Interval = TimeSpan.FromMinutes(fields.GetProperty("additional_details").GetProperty("tf").GetInt32()),
        TradePair = fields.GetProperty("additional_details").GetProperty("trade_pair").GetString()!,
        Scale = fields.GetProperty("vmins").ValueKind == JsonValueKind.Null
            ? null
            : (new ValueScale(fields.GetProperty("vmins")[0].GetDouble(), fields.GetProperty("vmaxs")[0].GetDouble()), fields.GetProperty("decimal_places")[0].GetInt32()),
    };

    /// <summary>The scores of a recorded round of which the reference wrote a record.</summary>
    public static RoundScores ReadScores(JsonElement scoring, string generation)
    {
        var errors = scoring.GetProperty("stages").GetProperty("score_response").EnumerateArray().Select(response => response.GetProperty("score").AsDouble());
        return new RoundScores
        {
            StreamId = StreamDefinition.BtcUsd5m.Id,
            Slot = "202403010000",
            RequestUuid = Guid.Parse(scoring.GetProperty("scored_request_uuid").GetString()!),
            PreviousSlot = null,
            Profile = generation,
            TruthSource = "vectors",
            TruthCloses = [],
            Deregistered = [],
            GeometricMean = 1,
            Miners = [.. scoring.GetProperty("prediction_order").EnumerateArray().Zip(errors, (hotkey, rmse) => new MinerScore(hotkey.GetString()!, 0, rmse, 0))],
            State = ReadState(scoring.GetProperty("state_file_after")),
        };
    }
}
