using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using Tsps.Domain;

namespace Tsps.Storage;

/// <summary>
/// Table <c>heads</c>: partition <c>weights</c>, row = netuid. One row a subnet, moved on only against the version that was read; beside it, under netuid and
/// time, a row for each submission, which stays.
/// </summary>
public sealed class SubmittedWeightsStore(TableServiceClient tables)
{
    private const string TableName = "heads";
    private const string Partition = "weights";
    private const int SchemaVersion = 2;

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <summary>What is known of a subnet; an empty one when no weights were ever tried.</summary>
    public async ValueTask<SubmittedWeights> ReadAsync(ushort netuid, CancellationToken cancellationToken) =>
        await _table.FindAsync(Partition, Key(netuid), cancellationToken).ConfigureAwait(false) is { } row
            ? _table.ToRecord(row, stored => ToSubmission(stored, netuid))
            : new SubmittedWeights { Netuid = netuid };

    /// <summary>Stores it; false when another instance changed it since it was read.</summary>
    public async ValueTask<bool> TryWriteAsync(SubmittedWeights submission, CancellationToken cancellationToken) => submission.Version.Length == 0
        ? await _table.TryAddAsync(ToRow(submission), cancellationToken).ConfigureAwait(false)
        : await _table.TryReplaceAsync(ToRow(submission), submission.Version, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>
    /// Stores it together with a submission, in one transaction: once before that is sent, and once more when it is known what became of it. Null when another
    /// instance changed the first since it was read; then neither is stored, else both as they are stored now.
    /// </summary>
    public async ValueTask<(SubmittedWeights Submission, SentWeights Sent)?> TryWriteAsync(SubmittedWeights submission, SentWeights sent, CancellationToken cancellationToken) =>
        await _table.TryWriteTogetherAsync(
            [(ToRow(submission), submission.Version), (SentWeightsRows.ToRow(sent, Partition), sent.Version)], cancellationToken).ConfigureAwait(false) is [var moved, var written]
            ? (submission with { Version = moved }, sent with { Version = written })
            : null;

    /// <summary>Stores what became of a submission alone, where another instance has moved on what is set.</summary>
    public async ValueTask CompleteAsync(SentWeights sent, CancellationToken cancellationToken) =>
        await _table.TryReplaceAsync(SentWeightsRows.ToRow(sent, Partition), sent.Version, cancellationToken).ConfigureAwait(false);

    /// <summary>The submissions of a time, both ends included, the earliest first.</summary>
    /// <param name="damage">Takes note of rows that can't be read, which are left out; without it they are an exception.</param>
    public async ValueTask<IReadOnlyList<SentWeights>> ListSentAsync(
        ushort netuid, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken, ICollection<DamagedDataException>? damage = null)
    {
        // Between the time and the id stands a bar, which is behind every digit.
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey ge {SentWeightsRows.From(netuid, from)} and RowKey le {SentWeightsRows.From(netuid, to) + "~"}");
        var rows = await _table.ReadAsync(filter, cancellationToken).ConfigureAwait(false);
        return _table.ToRecords(rows, SentWeightsRows.ToSent, damage);
    }

    private static string Key(ushort netuid) => netuid.ToString(CultureInfo.InvariantCulture);

    private static TableEntity ToRow(SubmittedWeights submission) => new(Partition, Key(submission.Netuid))
    {
        ["Schema"] = SchemaVersion,
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
