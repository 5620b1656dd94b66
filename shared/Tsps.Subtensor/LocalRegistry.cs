using System.Globalization;
using System.Net;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Tsps.Domain;

namespace Tsps.Subtensor;

/// <summary>
/// A subnet's registry in a table, standing in the chain's place: the neurons by uid (partition <c>neurons-NETUID</c>) and the
/// weights that each validator set last (partition <c>weights-NETUID</c>).
/// </summary>
public sealed class LocalRegistry(TableServiceClient tables, TimeProvider time) : ISubtensor
{
    /// <summary>What stands in place of a chain's name.</summary>
    public const string Name = "registry";

    private const string TableName = "registry";
    private const string UidFormat = "D5";

    private readonly TableClient _table = tables.GetTableClient(TableName);

    public async ValueTask<Metagraph> ReadMetagraphAsync(ushort netuid, CancellationToken cancellationToken) =>
        new(netuid, block: 0, time.GetUtcNow(), await ListAsync(netuid, cancellationToken).ConfigureAwait(false)) { Chain = Name };

    /// <summary>The registered neurons by ascending uid; none when nothing was ever registered.</summary>
    public async ValueTask<IReadOnlyList<Neuron>> ListAsync(ushort netuid, CancellationToken cancellationToken)
    {
        var neurons = new List<Neuron>();
        try
        {
            await foreach (var row in _table.QueryAsync<TableEntity>(Partition(NeuronsPartition(netuid)), cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                neurons.Add(Read(row, ToNeuron));
            }
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return [];
        }
        catch (RequestFailedException failure)
        {
            throw new SubtensorException($"The local registry could not be read: {failure.Message}", failure);
        }

        return neurons;
    }

    /// <summary>Registers a neuron, or replaces the one at its uid.</summary>
    /// <exception cref="SubtensorException">The hotkey is registered at another uid.</exception>
    public async ValueTask AddAsync(ushort netuid, Neuron neuron, CancellationToken cancellationToken)
    {
        await _table.CreateIfNotExistsAsync(cancellationToken).ConfigureAwait(false);
        var registered = await ListAsync(netuid, cancellationToken).ConfigureAwait(false);
        if (registered.FirstOrDefault(other => other.Hotkey == neuron.Hotkey && other.Uid != neuron.Uid) is { } elsewhere)
        {
            throw new SubtensorException($"Hotkey {neuron.Hotkey} is registered as uid {elsewhere.Uid} already; remove that first.");
        }

        await _table.UpsertEntityAsync(ToRow(netuid, neuron), TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deregisters the neuron at a uid; false when there was none.</summary>
    public async ValueTask<bool> RemoveAsync(ushort netuid, ushort uid, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _table.DeleteEntityAsync(NeuronsPartition(netuid), RowKey(uid), ETag.All, cancellationToken).ConfigureAwait(false);
            return answer.Status != 404;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return false;
        }
    }

    public async ValueTask<WeightsResult> SetWeightsAsync(ushort netuid, IHotkeySigner validator, IReadOnlyList<UidWeight> weights, CancellationToken cancellationToken)
    {
        var metagraph = await ReadMetagraphAsync(netuid, cancellationToken).ConfigureAwait(false);
        var neuron = metagraph.Find(validator.Hotkey) ?? throw NotRegistered(validator.Hotkey, netuid);
        if (!neuron.ValidatorPermit)
        {
            throw new SubtensorException($"Hotkey {validator.Hotkey} has no validator permit on netuid {netuid}; add it with `tsps registry add ... --permit`.");
        }

        var row = new TableEntity(WeightsPartition(netuid), validator.Hotkey.Address)
        {
            ["SetAt"] = time.GetUtcNow(),
            ["Uids"] = JsonSerializer.Serialize(weights.Select(weight => weight.Uid).ToArray(), RegistryJson.Default.UInt16Array),
            ["Values"] = JsonSerializer.Serialize(weights.Select(weight => weight.Value).ToArray(), RegistryJson.Default.UInt16Array),
        };
        await UpsertAsync(row, cancellationToken).ConfigureAwait(false);
        return new WeightsResult(WeightsOutcome.Set, 0) { Sent = new WeightsSent(weights, 0, ushort.MaxValue, neuron.Uid) };
    }

    /// <summary>The weights that <paramref name="validator"/> set last; null when it never set any.</summary>
    public async ValueTask<RegistryWeights?> ReadWeightsAsync(ushort netuid, Hotkey validator, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _table.GetEntityIfExistsAsync<TableEntity>(WeightsPartition(netuid), validator.Address, cancellationToken: cancellationToken).ConfigureAwait(false);
            return answer.HasValue ? Read(answer.Value!, ToWeights) : null;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    public async ValueTask AnnounceAxonAsync(ushort netuid, IHotkeySigner miner, AxonEndpoint endpoint, CancellationToken cancellationToken)
    {
        var metagraph = await ReadMetagraphAsync(netuid, cancellationToken).ConfigureAwait(false);
        var neuron = metagraph.Find(miner.Hotkey) ?? throw NotRegistered(miner.Hotkey, netuid);
        if (!endpoint.Equals(neuron.Axon))
        {
            await MergeAxonAsync(netuid, neuron.Uid, endpoint, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes the address alone, so that stake and permit stay as they are meanwhile set, and a removed neuron stays removed.</summary>
    private async ValueTask MergeAxonAsync(ushort netuid, ushort uid, AxonEndpoint endpoint, CancellationToken cancellationToken)
    {
        var row = new TableEntity(NeuronsPartition(netuid), RowKey(uid)) { ["Ip"] = endpoint.Address.ToString(), ["Port"] = endpoint.Port };
        try
        {
            await _table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Merge, cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException failure)
        {
            throw new SubtensorException($"The local registry could not be written: {failure.Message}", failure);
        }
    }

    private async ValueTask UpsertAsync(TableEntity row, CancellationToken cancellationToken)
    {
        try
        {
            await _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException failure)
        {
            throw new SubtensorException($"The local registry could not be written: {failure.Message}", failure);
        }
    }

    private static SubtensorException NotRegistered(Hotkey hotkey, ushort netuid) =>
        new($"Hotkey {hotkey} is not registered on netuid {netuid}; add it with `tsps registry add --hotkey {hotkey} --uid N`.");

    private static string NeuronsPartition(ushort netuid) => string.Create(CultureInfo.InvariantCulture, $"neurons-{netuid}");

    private static string WeightsPartition(ushort netuid) => string.Create(CultureInfo.InvariantCulture, $"weights-{netuid}");

    private static string RowKey(ushort uid) => uid.ToString(UidFormat, CultureInfo.InvariantCulture);

    private static string Partition(string key) => TableClient.CreateQueryFilter($"PartitionKey eq {key}");

    private static TableEntity ToRow(ushort netuid, Neuron neuron) => new(NeuronsPartition(netuid), RowKey(neuron.Uid))
    {
        ["Hotkey"] = neuron.Hotkey.Address,
        ["Stake"] = neuron.Stake.ToString(CultureInfo.InvariantCulture),
        ["ValidatorPermit"] = neuron.ValidatorPermit,
        ["Ip"] = neuron.Axon?.Address.ToString(),
        ["Port"] = neuron.Axon?.Port,
    };

    private static T Read<T>(TableEntity row, Func<TableEntity, T> convert)
    {
        try
        {
            return convert(row);
        }
        catch (Exception damage) when (damage is InvalidOperationException or ArgumentException or FormatException or OverflowException or JsonException or NullReferenceException)
        {
            throw new SubtensorException($"Row {row.RowKey} of partition {row.PartitionKey} of table {TableName} is damaged: {damage.Message}", damage);
        }
    }

    private static Neuron ToNeuron(TableEntity row) => new(
        ushort.Parse(row.RowKey, CultureInfo.InvariantCulture),
        new Hotkey(row.GetString("Hotkey")),
        decimal.Parse(row.GetString("Stake"), CultureInfo.InvariantCulture),
        row.GetBoolean("ValidatorPermit") ?? false,
        row.GetString("Ip") is { } ip && row.GetInt32("Port") is { } port ? new AxonEndpoint(IPAddress.Parse(ip), port) : null);

    private static RegistryWeights ToWeights(TableEntity row)
    {
        var uids = JsonSerializer.Deserialize(row.GetString("Uids"), RegistryJson.Default.UInt16Array)!;
        var values = JsonSerializer.Deserialize(row.GetString("Values"), RegistryJson.Default.UInt16Array)!;
        return new RegistryWeights(row.GetDateTimeOffset("SetAt")!.Value, [.. uids.Zip(values, (uid, value) => new UidWeight(uid, value))]);
    }
}
