using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using Tsps.Domain;

namespace Tsps.Storage;

/// <summary>
/// Table <c>heads</c>: partition <c>weights</c> (of rounds about the past <c>weights-historical</c>), row = network and netuid. One row a subnet, moved on
/// only against the version that was read; beside it, under network, netuid and time, a row for each submission, which stays. Up to schema 2 the key of the
/// former was the netuid alone: such a row is taken to be of the network that is asked for first, and becomes that one's at the first write.
/// </summary>
/// <param name="network">The chain that weights are set on: the subnets of different ones have the same numbers.</param>
public sealed class SubmittedWeightsStore(TableServiceClient tables, string network, bool isHistorical = false)
{
    private const string TableName = "heads";
    private const int SchemaVersion = 3;

    private readonly TableClient _table = tables.GetTableClient(TableName);

    private readonly string _partition = isHistorical ? "weights-historical" : "weights";

    /// <summary>What is known of a subnet; an empty one when no weights were ever tried.</summary>
    public async ValueTask<SubmittedWeights> ReadAsync(ushort netuid, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {_partition} and (RowKey eq {Key(netuid)} or RowKey eq {FormerKey(netuid)})");
        var rows = await _table.ReadAsync(SchemaVersion, filter, cancellationToken).ConfigureAwait(false);
        if (rows.Find(row => row.RowKey == Key(netuid)) is { } row)
        {
            return _table.ToRecord(row, stored => ToSubmission(stored, netuid));
        }

        return rows is [var former] ? _table.ToRecord(former, stored => ToSubmission(stored, netuid)) with { Version = "", Former = rows } : new SubmittedWeights { Netuid = netuid };
    }

    /// <summary>Stores it; false when another instance changed it since it was read.</summary>
    public ValueTask<bool> TryWriteAsync(SubmittedWeights submission, CancellationToken cancellationToken) =>
        _table.TryWriteInPlaceAsync(ToRow(submission), submission.Version, submission.Former, cancellationToken);

    /// <summary>
    /// Stores it together with a submission, in one transaction: once before that is sent, and once more when it is known what became of it. Null when another
    /// instance changed the first since it was read; then neither is stored, else both as they are stored now.
    /// </summary>
    public async ValueTask<(SubmittedWeights Submission, SentWeights Sent)?> TryWriteAsync(SubmittedWeights submission, SentWeights sent, CancellationToken cancellationToken) =>
        await _table.TryWriteTogetherAsync(
            [(ToRow(submission), submission.Version), (SentWeightsRows.ToRow(sent, _partition, Key(sent.Netuid)), sent.Version)],
            submission.Former,
            cancellationToken).ConfigureAwait(false) is [var moved, var written, ..]
            ? (submission with { Version = moved, Former = [] }, sent with { Version = written })
            : null;

    /// <summary>Stores what became of a submission alone, where another instance has moved on what is set.</summary>
    public async ValueTask CompleteAsync(SentWeights sent, CancellationToken cancellationToken) =>
        await _table.TryReplaceAsync(SentWeightsRows.ToRow(sent, _partition, Key(sent.Netuid)), sent.Version, cancellationToken).ConfigureAwait(false);

    /// <summary>The submissions of a time, both ends included, the earliest first.</summary>
    /// <param name="unreadable">Takes note of rows that can't be read, which are left out; without it they are an exception.</param>
    public async ValueTask<IReadOnlyList<SentWeights>> ListSentAsync(
        ushort netuid, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken, ICollection<UnreadableRow>? unreadable = null)
    {
        // Between the time and the id stands a bar, which is behind every digit.
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {_partition} and RowKey ge {SentWeightsRows.From(Key(netuid), from)} and RowKey le {SentWeightsRows.From(Key(netuid), to) + "~"}");
        return await _table.ListAsync(SentWeightsRows.SchemaVersion, filter, SentWeightsRows.ToSent, unreadable, cancellationToken).ConfigureAwait(false);
    }

    private string Key(ushort netuid) => string.Create(CultureInfo.InvariantCulture, $"{TableRows.NetworkKeyOf(network)}|{netuid}");

    /// <summary>Up to schema 2.</summary>
    private static string FormerKey(ushort netuid) => netuid.ToString(CultureInfo.InvariantCulture);

    private TableEntity ToRow(SubmittedWeights submission) => new(_partition, Key(submission.Netuid))
    {
        [StoredSchema.Column] = SchemaVersion,
        ["Network"] = network,
        ["Submitted"] = JsonSerializer.Serialize(submission.Submitted.ToDictionary(entry => entry.Key, entry => entry.Value.Key), StorageJson.Default.DictionaryStringString),
        ["Renewed"] = JsonSerializer.Serialize(submission.Renewed, StorageJson.Default.IReadOnlyDictionaryStringDateTimeOffset),
        ["Weights"] = JsonSerializer.Serialize(submission.Weights, StorageJson.Default.IReadOnlyListUidWeight),
        ["SetAt"] = submission.SetAt,
        ["Failure"] = submission.Failure,
        ["Failures"] = submission.Failures,
        ["RetryAt"] = submission.RetryAt,
    };

    private static SubmittedWeights ToSubmission(TableEntity row, ushort netuid)
    {
        var submitted = JsonSerializer.Deserialize(row.GetString("Submitted"), StorageJson.Default.DictionaryStringString)!;
        var setAt = row.GetDateTimeOffset("SetAt");
        return new SubmittedWeights
        {
            Netuid = netuid,
            Submitted = submitted.ToDictionary(entry => entry.Key, entry => RoundSlot.Parse(entry.Value)),

            // Schema 1 knew one time for all streams.
            Renewed = row.GetString("Renewed") is { } renewed
                ? JsonSerializer.Deserialize(renewed, StorageJson.Default.IReadOnlyDictionaryStringDateTimeOffset)!
                : submitted.Keys.Where(_ => setAt is not null).ToDictionary(stream => stream, _ => setAt!.Value),
            Weights = JsonSerializer.Deserialize(row.GetString("Weights"), StorageJson.Default.IReadOnlyListUidWeight)!,
            SetAt = setAt,
            Failure = row.GetString("Failure"),
            Failures = row.GetInt32("Failures") ?? 0,
            RetryAt = row.GetDateTimeOffset("RetryAt"),
            Version = row.ETag.ToString(),
        };
    }
}
