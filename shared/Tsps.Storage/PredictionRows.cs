using Azure.Data.Tables;
using Tsps.Domain;

namespace Tsps.Storage;

/// <summary>The columns of a prediction, which its round's table and its miner's history share.</summary>
internal static class PredictionRows
{
    public static TableEntity ToRow(Prediction prediction, string partitionKey, string rowKey, int schema) => new(partitionKey, rowKey)
    {
        [StoredSchema.Column] = schema,
        ["Uid"] = (int)prediction.Uid,
        ["State"] = prediction.State.ToString(),
        ["StatusCode"] = prediction.StatusCode,
        ["Reason"] = prediction.Reason,
        ["Rmse"] = prediction.Rmse,
        ["Share"] = prediction.Share,
        ["Score"] = prediction.Score,
    };

    public static Prediction ToPrediction(TableEntity row, string streamId, RoundSlot slot, Hotkey hotkey) => new()
    {
        StreamId = streamId,
        Slot = slot,
        Hotkey = hotkey,
        Uid = (ushort)row.GetInt32("Uid")!.Value,
        State = Enum.Parse<PredictionState>(row.GetString("State")),
        StatusCode = row.GetInt32("StatusCode"),
        Reason = row.GetString("Reason"),
        Rmse = row.GetDouble("Rmse"),
        Share = row.GetDouble("Share"),
        Score = row.GetDouble("Score"),
        Version = row.ETag.ToString(),
    };
}
