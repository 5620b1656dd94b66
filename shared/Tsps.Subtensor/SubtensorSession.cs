using Tsps.Domain;
using Tsps.Subtensor.Extrinsics;
using Tsps.Subtensor.Rpc;
using Tsps.Subtensor.RuntimeApi;
using Tsps.Subtensor.Scale;

namespace Tsps.Subtensor;

/// <summary>
/// Reads and writes of one connection to the chain. Reads are of the last final block unless they say otherwise, are tried again when a connection is lost, and go
/// to the next endpoint then. Every method throws <see cref="ChainUnavailableException"/> when no endpoint answers and
/// another <see cref="SubtensorException"/> when the chain does not know what is asked.
/// </summary>
public sealed partial class SubtensorSession : IAsyncDisposable
{
    private readonly NodeLink _link;
    private readonly ChainReader _chain;
    private readonly ExtrinsicSubmitter _submitter;
    private readonly NeuronReader _neurons;
    private readonly TimeProvider _time;

    internal SubtensorSession(NodeLink link, ChainReader chain, ExtrinsicSubmitter submitter, NeuronReader neurons, TimeProvider time)
    {
        _link = link;
        _chain = chain;
        _submitter = submitter;
        _neurons = neurons;
        _time = time;
    }

    internal ChainReader Chain => _chain;

    public async Task<ChainStatus> ReadStatusAsync(CancellationToken cancellationToken)
    {
        var (block, runtime) = await PinAsync(cancellationToken);
        var head = await _chain.ReadHeadNumberAsync(cancellationToken);
        return new ChainStatus(EndpointText.Of(_link.Endpoint), Hex.Encode(runtime.GenesisHash.Span), runtime.SpecName, runtime.SpecVersion, head, block.Number);
    }

    /// <summary>The subnet's neurons as the rest of Tsps knows them, and its rules, at one block.</summary>
    public async Task<Metagraph> ReadMetagraphAsync(ushort netuid, CancellationToken cancellationToken)
    {
        var (block, runtime) = await PinAsync(cancellationToken);
        var neurons = await _neurons.FindMetagraphAsync(runtime, block, netuid, cancellationToken)
            ?? [.. (await ReadNeuronsAsync(block, runtime, netuid, cancellationToken)).Neurons.Select(neuron => neuron.ToNeuron())];
        return new Metagraph(netuid, block.Number, _time.GetUtcNow(), neurons, await ReadHyperparametersAsync(block, runtime, netuid, cancellationToken))
        {
            Chain = Hex.Encode(runtime.GenesisHash.Span),
        };
    }

    /// <summary>The subnet's neurons with all that the chain tells of them.</summary>
    public async Task<SubnetSnapshot> ReadNeuronsAsync(ushort netuid, CancellationToken cancellationToken)
    {
        var (block, runtime) = await PinAsync(cancellationToken);
        return await ReadNeuronsAsync(block, runtime, netuid, cancellationToken);
    }

    public async Task<SubnetHyperparameters> ReadHyperparametersAsync(ushort netuid, CancellationToken cancellationToken)
    {
        var (block, runtime) = await PinAsync(cancellationToken);
        return await ReadHyperparametersAsync(block, runtime, netuid, cancellationToken);
    }

    /// <summary>The uid of a hotkey on a subnet, at the best block; null when it is not registered there.</summary>
    public async Task<ushort?> FindUidAsync(ushort netuid, Hotkey hotkey, CancellationToken cancellationToken)
    {
        var value = await ReadAtHeadAsync("Uids", [(ulong)netuid, Ss58.Decode(hotkey.Address)], cancellationToken);
        return value is ScaleNone ? null : (ushort)value.AsNumber();
    }

    /// <summary>The uid of a hotkey on a subnet, at the best block.</summary>
    /// <exception cref="SubtensorException">It is not registered there.</exception>
    public async Task<ushort> RequireUidAsync(ushort netuid, Hotkey hotkey, CancellationToken cancellationToken) =>
        await FindUidAsync(netuid, hotkey, cancellationToken) ?? throw NotRegistered(netuid, hotkey);

    /// <summary>Says that a hotkey is not registered on a subnet, and what to do.</summary>
    public static SubtensorException NotRegistered(ushort netuid, Hotkey hotkey) =>
        new($"Hotkey {hotkey} is not registered on subnet {netuid}. Nothing was sent. Register it first: tsps chain register; or name another subnet.");

    /// <summary>The weights that a neuron set last, as the chain keeps them: the largest is 65535.</summary>
    /// <param name="mechanism">Which of the subnet's mechanisms they are for; 0 is the main one.</param>
    public async Task<IReadOnlyList<UidWeight>> ReadWeightsAsync(ushort netuid, ushort uid, byte mechanism, CancellationToken cancellationToken)
    {
        var value = await ReadAsync("Weights", [MechanismIndex(netuid, mechanism), (ulong)uid], cancellationToken);
        return [.. value.AsItems().Select(pair => new UidWeight((ushort)pair.AsItems()[0].AsNumber(), (ushort)pair.AsItems()[1].AsNumber()))];
    }

    /// <summary>The weights for a subnet's main mechanism.</summary>
    /// <inheritdoc cref="ReadWeightsAsync(ushort, ushort, byte, CancellationToken)"/>
    public Task<IReadOnlyList<UidWeight>> ReadWeightsAsync(ushort netuid, ushort uid, CancellationToken cancellationToken) =>
        ReadWeightsAsync(netuid, uid, 0, cancellationToken);

    /// <summary>What a hotkey announced on a subnet, at the best block; null when it never announced anything.</summary>
    public async Task<AxonInfo?> FindAxonAsync(ushort netuid, Hotkey hotkey, CancellationToken cancellationToken)
    {
        var value = await ReadAtHeadAsync("Axons", [(ulong)netuid, Ss58.Decode(hotkey.Address)], cancellationToken);
        return value is ScaleNone ? null : AxonInfo.From(value.AsStructure());
    }

    /// <summary>What registering a hotkey costs at this moment, in TAO; the price moves with demand.</summary>
    public async Task<decimal> ReadRegistrationCostAsync(ushort netuid, CancellationToken cancellationToken)
    {
        var (block, runtime) = await PinAsync(cancellationToken);
        await CheckSubnetAsync(block, runtime, netuid, cancellationToken);
        var cost = await _chain.ReadStorageAsync(runtime, block.Hash, SubtensorCall.Pallet, "Burn", [(ulong)netuid], cancellationToken);
        return Tao.FromRao(cost.AsNumber());
    }

    /// <summary>The free balance of an account, in TAO.</summary>
    /// <param name="address">SS58.</param>
    public async Task<decimal> ReadBalanceAsync(string address, CancellationToken cancellationToken)
    {
        var (block, runtime) = await PinAsync(cancellationToken);
        var account = await _chain.ReadStorageAsync(runtime, block.Hash, "System", "Account", [Ss58.Decode(address)], cancellationToken);
        return Tao.FromRao(account.AsStructure().Field("data").AsStructure().Field("free").AsNumber());
    }

    public ValueTask DisposeAsync() => _link.DisposeAsync();

    private async Task<SubnetSnapshot> ReadNeuronsAsync(BlockReference block, ChainRuntime runtime, ushort netuid, CancellationToken cancellationToken)
    {
        var neurons = await _neurons.ReadAllAsync(runtime, block, netuid, cancellationToken);
        if (neurons.Count == 0)
        {
            await CheckSubnetAsync(block, runtime, netuid, cancellationToken);
        }

        return new SubnetSnapshot(netuid, block.Number, _time.GetUtcNow(), neurons);
    }

    private async Task<SubnetHyperparameters> ReadHyperparametersAsync(BlockReference block, ChainRuntime runtime, ushort netuid, CancellationToken cancellationToken)
    {
        var answer = await _chain.CallRuntimeAsync(runtime, block.Hash, RuntimeApiNames.SubnetHyperparameters, [(ulong)netuid], cancellationToken);
        return answer is ScaleNone ? throw NoSubnet(netuid) : HyperparameterReader.Read(answer.AsStructure());
    }

    private async Task CheckSubnetAsync(BlockReference block, ChainRuntime runtime, ushort netuid, CancellationToken cancellationToken)
    {
        var exists = await _chain.ReadStorageAsync(runtime, block.Hash, SubtensorCall.Pallet, "NetworksAdded", [(ulong)netuid], cancellationToken);
        if (!exists.AsFlag())
        {
            throw NoSubnet(netuid);
        }
    }

    private async Task<ScaleValue> ReadAsync(string item, IReadOnlyList<ScaleValue> parameters, CancellationToken cancellationToken)
    {
        var (block, runtime) = await PinAsync(cancellationToken);
        return await _chain.ReadStorageAsync(runtime, block.Hash, SubtensorCall.Pallet, item, parameters, cancellationToken);
    }

    /// <summary>What a write that is in a block changed is seen here before that block is final.</summary>
    private async Task<ScaleValue> ReadAtHeadAsync(string item, IReadOnlyList<ScaleValue> parameters, CancellationToken cancellationToken)
    {
        var (block, runtime) = await PinHeadAsync(cancellationToken);
        return await _chain.ReadStorageAsync(runtime, block.Hash, SubtensorCall.Pallet, item, parameters, cancellationToken);
    }

    /// <summary>The last final block, at which what belongs together is read, and its runtime.</summary>
    private async Task<(BlockReference Block, ChainRuntime Runtime)> PinAsync(CancellationToken cancellationToken) =>
        await PinAsync(await _chain.ReadFinalizedAsync(cancellationToken), cancellationToken);

    /// <summary>The best block instead, which the next one is built on.</summary>
    private async Task<(BlockReference Block, ChainRuntime Runtime)> PinHeadAsync(CancellationToken cancellationToken) =>
        await PinAsync(await _chain.ReadHeadAsync(cancellationToken), cancellationToken);

    /// <summary>A block and the runtime of that block: an upgrade is noticed here.</summary>
    private async Task<(BlockReference Block, ChainRuntime Runtime)> PinAsync(BlockReference block, CancellationToken cancellationToken) =>
        (block, await _chain.ReadRuntimeAsync(block.Hash, cancellationToken));

    private static SubtensorException NoSubnet(ushort netuid) => new($"The chain has no subnet {netuid}. Check the netuid and the network.");
}
