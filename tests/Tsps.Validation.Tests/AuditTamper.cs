using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Tsps.Domain;

namespace Tsps.Validation.Tests;

/// <summary>What may be changed in a scored round behind the stores' backs, and what an audit then says among other things.</summary>
internal sealed record AuditTamper(Func<ValidatorWorld, Round, Task> ChangeAsync, string Expected)
{
    /// <summary>The uid of the miner whose answers are refused.</summary>
    public const int Refusing = 3;

    public static IReadOnlyDictionary<string, AuditTamper> All { get; } = new Dictionary<string, AuditTamper>
    {
        ["scores.json is cut off"] = Blob("scores", Tampering.TruncateAsync, "/scores.json of container rounds is damaged"),
        ["answers.json is cut off"] = Blob("answers", Tampering.TruncateAsync, "/answers.json of container rounds is damaged"),
        ["weights.json is cut off"] = Blob("weights", Tampering.TruncateAsync, "/weights.json of container rounds is damaged"),
        ["scores.json is no object"] = Blob("scores", (world, path) => Tampering.ChangeBlobAsync(world, path, _ => "null"u8.ToArray()), "/scores.json of container rounds is damaged"),
        ["scores.json lacks its miners"] = Text("scores", "\"miners\":[", "\"miners\":null,\"other\":[", "/scores.json of container rounds is damaged"),
        ["a miner is in scores.json twice"] = Blob("scores", RepeatMinerAsync, "/scores.json of container rounds is damaged: its miners name 5"),
        ["an answer is null"] = Text("answers", "\"replies\":[", "\"replies\":[null,", "/answers.json of container rounds is damaged: its replies have an entry without hotkey"),
        ["scores.json is deleted"] = new((world, round) => Tampering.DeleteBlobAsync(world, Tampering.PathOf(round.StreamId, round.Slot, "scores")), "scores.json: is missing"),
        ["answers.json is deleted"] = new((world, round) => Tampering.DeleteBlobAsync(world, Tampering.PathOf(round.StreamId, round.Slot, "answers")), "answers.json: is missing"),
        ["weights.json is deleted"] = new((world, round) => Tampering.DeleteBlobAsync(world, Tampering.PathOf(round.StreamId, round.Slot, "weights")), "weights.json: is missing"),
        ["an unknown profile"] = Text("scores", "\"profile\":\"v4\"", "\"profile\":\"v9\"", "profile in scores.json: stored v9, recomputed v4"),
        ["the profile of weights.json"] = Text("weights", "\"profile\":\"v4\"", "\"profile\":\"v6\"", "profile in weights.json: stored v6, recomputed v4"),
        ["the weight of the round"] = Text("scores", "\"geometricMean\":", "\"geometricMean\":1", "weight of the round: stored 1"),
        ["a weight"] = Text("weights", "\"weight\":1}", "\"weight\":0.5}", "weight of 5"),
        ["a uid in scores.json"] = Text("scores", "\"uid\":1,", "\"uid\":7,", "uid of 5"),
        ["two hotkeys with a uid in weights.json"] = Text("weights", "\"uid\":2}", "\"uid\":1}", "gives uid 1 to 5"),
        ["another start in answers.json"] = Text("answers", "\"startMs\":", "\"startMs\":1", "start of the round in its row"),
        ["a row's share is a text"] = Row("predictions", RoundPartition, row => row["Share"] = "0", "of table predictions is damaged"),
        ["a row's state is none"] = Row("predictions", RoundPartition, row => row["State"] = "Lost", "of table predictions is damaged"),
        ["a row's share"] = Row("predictions", RoundPartition, row => row["Share"] = 0.125, "share in the row of 5"),
        ["a row's rmse"] = Row("predictions", RoundPartition, row => row["Rmse"] = 0.125, "rmse in the row of 5"),
        ["a row's score"] = Row("predictions", RoundPartition, row => row["Score"] = 0.125, "score in the row of 5"),
        ["a row's uid"] = Row("predictions", RoundPartition, row => row["Uid"] = 77, "uid in the row of 5"),
        ["a refused row's reason"] = Row("predictions", RoundPartition, row => row["Reason"] = "late", "reason in the row of 5", Refusing),
        ["a refused row's state"] = Row("predictions", RoundPartition, row => row["State"] = nameof(PredictionState.Void), "state in the row of 5", Refusing),
        ["a refused row's status"] = Row("predictions", RoundPartition, row => row["StatusCode"] = 201, "status in the row of 5", Refusing),
        ["a row is deleted"] = new((world, round) => Tampering.DeleteRowAsync(world, "predictions", RoundPartition(round)), "table predictions has none that can be read"),
        ["a history's score is a text"] = Row("history", MonthPartition, row => row["Score"] = "0", "of table history is damaged"),
        ["a history's share"] = Row("history", MonthPartition, row => row["Share"] = 0.125, "history of 5"),
        ["a round's start is a text"] = Row("rounds", StreamPartition, row => row["StartMs"] = "1", "of table rounds is damaged"),
        ["a round's start"] = Row("rounds", StreamPartition, row => row["StartMs"] = row.GetInt64("StartMs") + 300_000, "start of the round in its row"),
        ["a round's end"] = Row("rounds", StreamPartition, row => row["EndMs"] = row.GetInt64("EndMs") + 300_000, "end of the round in its row"),
        ["a round's count of answers"] = Row("rounds", StreamPartition, row => row["Received"] = 1, "number of answers received in the round's row: stored 1, recomputed 2"),
        ["a round's count of miners"] = Row("rounds", StreamPartition, row => row["Asked"] = 4, "number of miners asked in the round's row: stored 4, recomputed 3"),
        ["a round's uuid"] = Row("rounds", StreamPartition, row => row["RequestUuid"] = Guid.Empty, "uuid of the request in answers.json"),
        ["a round's reason"] = Row("rounds", StreamPartition, row => row["Reason"] = "none", "reason in the round's row: stored none, recomputed nothing"),
        ["a round that is open again"] = Row("rounds", StreamPartition, row => row["State"] = nameof(RoundState.Asked), "state of the round: stored Asked, recomputed Scored"),
        ["a round that is void"] = Row("rounds", StreamPartition, row => row["State"] = nameof(RoundState.Void), "state of the round: stored Void, recomputed Scored"),
        ["a round's row is deleted"] = new((world, round) => Tampering.DeleteRowAsync(world, "rounds", round.StreamId, round.Slot.Key), "the round before"),
        ["a true close"] = Truth(row => row["Close"] = row.GetDouble("Close") + 1, "true close of 2024-03-0"),
        ["a true close is a text"] = Truth(row => row["Close"] = "1", "of table truths is damaged"),
        ["what a source gave"] = Truth(row => row["Sources"] = "[{\"source\":\"simulated\",\"close\":1}]", "while its sources gave simulated 1"),
        ["who gave a close"] = Truth(row => row["Sources"] = row.GetString("Sources").Replace("simulated", "nobody", StringComparison.Ordinal), "sources of the true closes"),
        ["a true close is deleted"] = new(
            (world, round) => Tampering.DeleteRowAsync(world, "truths", MonthPartition(round), FirstTruth(round)), "table truths has no row 17"),
    };

    private static AuditTamper Blob(string document, Func<ValidatorWorld, string, Task> change, string expected) =>
        new((world, round) => change(world, Tampering.PathOf(round.StreamId, round.Slot, document)), expected);

    private static AuditTamper Text(string document, string text, string replacement, string expected) =>
        Blob(document, (world, path) => Tampering.ReplaceTextAsync(world, path, text, replacement), expected);

    private static AuditTamper Row(string table, Func<Round, string> partition, Action<TableEntity> change, string expected, int uid = 1) => new(
        (world, round) => Tampering.ChangeRowAsync(
            world,
            table,
            partition(round),
            change,
            table switch
            {
                "rounds" => round.Slot.Key,
                "history" => $"{ValidatorWorld.HotkeyOf(uid)}|{round.Slot.Key}",
                _ => ValidatorWorld.HotkeyOf(uid).Address,
            }),
        expected);

    private static AuditTamper Truth(Action<TableEntity> change, string expected) =>
        new((world, round) => Tampering.ChangeRowAsync(world, "truths", MonthPartition(round), change, FirstTruth(round)), expected);

    private static Task RepeatMinerAsync(ValidatorWorld world, string path) => Tampering.ChangeBlobAsync(world, path, content =>
    {
        var scores = JsonNode.Parse(content)!;
        scores["miners"]!.AsArray().Add(scores["miners"]![0]!.DeepClone());
        return Encoding.UTF8.GetBytes(scores.ToJsonString());
    });

    private static string StreamPartition(Round round) => round.StreamId;

    public static string RoundPartition(Round round) => $"{round.StreamId}|{round.Slot.Key}";

    public static string MonthPartition(Round round) => $"{round.StreamId}|{round.Slot.Key[..6]}";

    /// <summary>A key within the round's horizon.</summary>
    public static string FirstTruth(Round round) => (round.StartMs + 900_000).ToString("D13", System.Globalization.CultureInfo.InvariantCulture);
}
