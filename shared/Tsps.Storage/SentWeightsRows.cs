using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using Tsps.Domain;

namespace Tsps.Storage;

/// <summary>Submissions as rows of table <c>heads</c>, partition <c>weights</c>: beside the row that says what is set, so that one transaction moves both.</summary>
internal static class SentWeightsRows
{
    public const int SchemaVersion = 1;

    /// <summary>Where the keys of a time begin: the subnet's key, and the time of sending to the millisecond, so that those of a time are a range.</summary>
    public static string From(string subnet, DateTimeOffset time) => string.Create(CultureInfo.InvariantCulture, $"{subnet}|{time.UtcDateTime:yyyyMMddHHmmssfff}");

    /// <param name="subnet">The key of the row that says what is set.</param>
    public static TableEntity ToRow(SentWeights sent, string partition, string subnet) => new(partition, $"{From(subnet, sent.SentAt)}|{sent.Id:N}")
    {
        [StoredSchema.Column] = SchemaVersion,
        ["Netuid"] = (int)sent.Netuid,
        ["SentAt"] = sent.SentAt,
        ["Id"] = sent.Id,
        ["Network"] = sent.Network,
        ["Mechanism"] = (int)sent.Mechanism,
        ["Rounds"] = JsonSerializer.Serialize(sent.Rounds, StorageJson.Default.IReadOnlyListSentRound),
        ["Moved"] = JsonSerializer.Serialize(sent.Moved, StorageJson.Default.IReadOnlyListMovedHotkey),
        ["Computed"] = JsonSerializer.Serialize(sent.Computed, StorageJson.Default.IReadOnlyListUidWeight),
        ["Outcome"] = sent.Outcome,
        ["Note"] = sent.Note,
        ["Weights"] = sent.Weights is { } weights ? JsonSerializer.Serialize(weights, StorageJson.Default.IReadOnlyListUidWeight) : null,
        ["VersionKey"] = sent.VersionKey is { } key ? unchecked((long)key) : null,
        ["MaxWeightsLimit"] = sent.MaxWeightsLimit is { } limit ? (int)limit : null,
        ["OwnUid"] = sent.OwnUid is { } uid ? (int)uid : null,
        ["Block"] = sent.Block is { } block ? unchecked((long)block) : null,
    };

    public static SentWeights ToSent(TableEntity row) => new()
    {
        Netuid = (ushort)row.GetInt32("Netuid")!.Value,
        SentAt = row.GetDateTimeOffset("SentAt")!.Value,
        Id = row.GetGuid("Id")!.Value,
        Network = row.GetString("Network") ?? throw new InvalidOperationException("Column Network is missing."),
        Mechanism = (byte)row.GetInt32("Mechanism")!.Value,
        Rounds = JsonSerializer.Deserialize(row.GetString("Rounds"), StorageJson.Default.IReadOnlyListSentRound)!,
        Moved = JsonSerializer.Deserialize(row.GetString("Moved"), StorageJson.Default.IReadOnlyListMovedHotkey)!,
        Computed = JsonSerializer.Deserialize(row.GetString("Computed"), StorageJson.Default.IReadOnlyListUidWeight)!,
        Outcome = row.GetString("Outcome"),
        Note = row.GetString("Note"),
        Weights = row.GetString("Weights") is { } weights ? JsonSerializer.Deserialize(weights, StorageJson.Default.IReadOnlyListUidWeight) : null,
        VersionKey = row.GetInt64("VersionKey") is { } key ? unchecked((ulong)key) : null,
        MaxWeightsLimit = (ushort?)row.GetInt32("MaxWeightsLimit"),
        OwnUid = (ushort?)row.GetInt32("OwnUid"),
        Block = row.GetInt64("Block") is { } block ? unchecked((ulong)block) : null,
        Version = row.ETag.ToString(),
    };
}
