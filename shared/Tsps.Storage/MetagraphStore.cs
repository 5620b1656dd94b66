using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Tsps.Domain;

namespace Tsps.Storage;

/// <summary>
/// Table <c>metagraphs</c>: partition = netuid, row <c>current</c>, the last metagraph that could be read. Network, chain, block, time, number of neurons and
/// the subnet's rules are columns; the neurons are JSON in as many binary columns as they need. One row, so that a reader sees a whole metagraph
/// or the one before, never half of one.
/// </summary>
/// <param name="tables">Where it is kept.</param>
/// <param name="blobs">Where earlier versions kept it, in container <c>metagraphs</c> as <c>{netuid}.json</c>; it still serves until the first row is written. Neither it nor the rows of schema 2 tell the network, which is taken to be the one that is asked for; the chain is told since schema 4.</param>
public sealed class MetagraphStore(TableServiceClient tables, BlobServiceClient blobs) : IMetagraphStore
{
    private const string Name = "metagraphs";
    private const string CurrentRow = "current";
    private const string NetworkColumn = "Network";
    private const string ChainColumn = "Chain";
    private const string ChunkColumn = "Neurons";
    private const int SchemaVersion = 4;

    private readonly TableClient _table = tables.GetTableClient(Name);
    private readonly BlobContainerClient _container = blobs.GetBlobContainerClient(Name);

    public async ValueTask SaveAsync(string network, Metagraph metagraph, CancellationToken cancellationToken)
    {
        // Only to find out whether a newer version wrote it.
        await _table.FindAsync(SchemaVersion, PartitionKey(metagraph.Netuid), CurrentRow, cancellationToken).ConfigureAwait(false);
        var row = ToRow(network, metagraph);
        using var answer = await _table
            .WriteAsync(() => _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
    }

    public async ValueTask<Metagraph?> LoadAsync(string network, ushort netuid, CancellationToken cancellationToken) =>
        await _table.FindAsync(SchemaVersion, PartitionKey(netuid), CurrentRow, cancellationToken).ConfigureAwait(false) is { } row
            ? _table.ToRecord(row, stored => (stored.GetString(NetworkColumn) ?? network) == network ? ToMetagraph(netuid, stored) : null)
            : await LoadFromBlobAsync(netuid, cancellationToken).ConfigureAwait(false);

    private async ValueTask<Metagraph?> LoadFromBlobAsync(ushort netuid, CancellationToken cancellationToken)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"{netuid}.json");
        return (await _container.ReadJsonAsync(path, StorageJson.Default.StoredMetagraph, cancellationToken).ConfigureAwait(false))?.ToMetagraph();
    }

    private static string PartitionKey(ushort netuid) => netuid.ToString(CultureInfo.InvariantCulture);

    private static TableEntity ToRow(string network, Metagraph metagraph)
    {
        var row = new TableEntity(PartitionKey(metagraph.Netuid), CurrentRow)
        {
            [StoredSchema.Column] = SchemaVersion,
            [NetworkColumn] = network,
            [ChainColumn] = metagraph.Chain,
            ["Block"] = (long)metagraph.Block,
            ["ReadAt"] = metagraph.ReadAt,
            ["Count"] = metagraph.Neurons.Count,
        };
        if (metagraph.Hyperparameters is { } rules)
        {
            HyperparameterColumns.Write(row, rules);
        }

        StoredNeuron[] neurons = [.. metagraph.Neurons.Select(StoredNeuron.From)];
        ChunkedColumns.Write(row, ChunkColumn, JsonSerializer.SerializeToUtf8Bytes(neurons, StorageJson.Default.StoredNeuronArray));
        return row;
    }

    private static Metagraph ToMetagraph(ushort netuid, TableEntity row) => new(
        netuid,
        (ulong)row.GetInt64("Block")!.Value,
        row.GetDateTimeOffset("ReadAt")!.Value,
        JsonSerializer.Deserialize(ChunkedColumns.Read(row, ChunkColumn), StorageJson.Default.StoredNeuronArray)!.Select(neuron => neuron.ToNeuron()),
        HyperparameterColumns.Find(row))
    {
        Chain = row.GetString(ChainColumn),
    };
}
