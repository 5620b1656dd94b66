using System.Globalization;
using System.Runtime.InteropServices;
using Azure;
using Azure.Data.Tables;
using Tsps.Domain;

namespace Tsps.Storage;

/// <summary>
/// Table <c>weightcommitments</c>: partition = netuid and the validator's hotkey, row = the commitment's hash. A row is added before its hash is
/// sent and deleted once it is revealed or can never be. It names its network in a column and not in its key, so that none is out of sight where a network
/// goes by other nodes' addresses than before: the hash tells whose it is. Schema 1 knew no network, and joined its keys with a dash.
/// </summary>
/// <param name="network">The chain that commitments are sent to: the subnets of different ones have the same numbers.</param>
public sealed class WeightCommitmentTable(TableServiceClient tables, string network) : IWeightCommitmentStore
{
    private const string TableName = "weightcommitments";
    private const int SchemaVersion = 2;
    private const string NetworkColumn = "Network";
    private const int LongestReason = 1000;

    private readonly TableClient _table = tables.GetTableClient(TableName);

    public async ValueTask AddAsync(WeightCommitment commitment, CancellationToken cancellationToken) =>
        await _table.TryAddAsync(ToRow(commitment), cancellationToken).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<WeightCommitment>> ListAsync(ushort netuid, Hotkey validator, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {PartitionKey(netuid, validator)} or PartitionKey eq {FormerKey(netuid, validator)}");
        var rows = await _table.ReadAsync(SchemaVersion, filter, cancellationToken).ConfigureAwait(false);
        return [.. _table.ToRecords(rows, row => ToCommitment(netuid, validator, row)).OrderBy(commitment => commitment.PreparedAtBlock)];
    }

    public async ValueTask RecordFailureAsync(WeightCommitment commitment, string reason, CancellationToken cancellationToken)
    {
        foreach (var partition in PartitionKeys(commitment))
        {
            var failed = new TableEntity(partition, commitment.Hash) { ["LastFailure"] = reason[..Math.Min(reason.Length, LongestReason)] };
            if (await _table.TryMergeAsync(failed, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    public async ValueTask RemoveAsync(WeightCommitment commitment, CancellationToken cancellationToken) =>
        await _table.DeleteUnchangedAsync(
            [.. PartitionKeys(commitment).Select(partition => new TableEntity(partition, commitment.Hash) { ETag = ETag.All })], cancellationToken).ConfigureAwait(false);

    private static string PartitionKey(ushort netuid, Hotkey validator) => string.Create(CultureInfo.InvariantCulture, $"{netuid}|{validator.Address}");

    /// <summary>Of schema 1.</summary>
    private static string FormerKey(ushort netuid, Hotkey validator) => string.Create(CultureInfo.InvariantCulture, $"{netuid}-{validator.Address}");

    /// <summary>Where a row may lie.</summary>
    private static string[] PartitionKeys(WeightCommitment commitment) =>
        [PartitionKey(commitment.Netuid, commitment.Validator), FormerKey(commitment.Netuid, commitment.Validator)];

    private TableEntity ToRow(WeightCommitment commitment) => new(PartitionKey(commitment.Netuid, commitment.Validator), commitment.Hash)
    {
        [StoredSchema.Column] = SchemaVersion,
        [NetworkColumn] = network,
        ["Uids"] = Bytes(commitment.Weights.Select(weight => weight.Uid)),
        ["Values"] = Bytes(commitment.Weights.Select(weight => weight.Value)),
        ["Salt"] = Bytes(commitment.Salt),
        ["VersionKey"] = unchecked((long)commitment.VersionKey),
        ["PreparedAtBlock"] = (long)commitment.PreparedAtBlock,
        ["LastFailure"] = commitment.LastFailure,
    };

    private WeightCommitment ToCommitment(ushort netuid, Hotkey validator, TableEntity row) => new(
        netuid,
        validator,
        row.RowKey,
        [.. Numbers(row, "Uids").Zip(Numbers(row, "Values"), (uid, value) => new UidWeight(uid, value))],
        Numbers(row, "Salt"),
        unchecked((ulong)row.GetInt64("VersionKey")!.Value),
        (ulong)row.GetInt64("PreparedAtBlock")!.Value)
    {
        LastFailure = row.GetString("LastFailure"),
        MayBeOfAnotherChain = row.GetString(NetworkColumn) != network,
    };

    /// <summary>Two bytes a number, low byte first on every machine that .NET runs on.</summary>
    private static byte[] Bytes(IEnumerable<ushort> numbers) => MemoryMarshal.AsBytes<ushort>(numbers.ToArray()).ToArray();

    private static ushort[] Numbers(TableEntity row, string column) => ColumnNumbers.Read<ushort>(row, column);
}
