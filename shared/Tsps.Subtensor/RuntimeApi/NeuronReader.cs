using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Subtensor.Extrinsics;
using Tsps.Subtensor.Rpc;
using Tsps.Subtensor.Scale;

namespace Tsps.Subtensor.RuntimeApi;

/// <summary>Reads the neurons of a subnet in one call each.</summary>
internal sealed partial class NeuronReader(ChainReader chain, ILogger logger)
{
    /// <summary>Fields of the selective metagraph (chain specification, section 3): hotkeys, axons, validator_permit, total_stake.</summary>
    private static readonly ushort[] MetagraphFields = [52, 55, 57, 69];

    /// <summary>Every neuron with all that the chain's short form tells.</summary>
    public async Task<IReadOnlyList<NeuronInfo>> ReadAllAsync(ChainRuntime runtime, BlockReference block, ushort netuid, CancellationToken cancellationToken)
    {
        var answer = await chain.CallRuntimeAsync(runtime, block.Hash, RuntimeApiNames.NeuronsLite, [(ulong)netuid], cancellationToken);
        List<NeuronInfo> neurons = [.. answer.AsItems().Select(neuron => NeuronInfo.From(neuron.AsStructure())).OrderBy(neuron => neuron.Uid)];
        return neurons.Exists(neuron => neuron.Stake > 0) ? neurons : await WithStakeAsync(runtime, block, netuid, neurons, cancellationToken);
    }

    /// <summary>The neurons as the rest of Tsps knows them, by the metagraph API where the runtime has it.</summary>
    /// <returns>Null where the runtime has no such API, knows no such subnet, or answers in a form that is not understood.</returns>
    public async Task<IReadOnlyList<Neuron>?> FindMetagraphAsync(ChainRuntime runtime, BlockReference block, ushort netuid, CancellationToken cancellationToken)
    {
        if (RuntimeApiCodec.Has(runtime.Metadata, RuntimeApiNames.SelectiveMetagraph) != true)
        {
            return null;
        }

        try
        {
            var answer = await chain.CallRuntimeAsync(
                runtime,
                block.Hash,
                RuntimeApiNames.SelectiveMetagraph,
                [(ulong)netuid, ScaleValue.Sequence(MetagraphFields)],
                cancellationToken);
            return answer is ScaleNone ? null : ToNeurons(answer.AsStructure());
        }
        catch (Exception exception) when (exception is ScaleException or RpcException)
        {
            LogNotUnderstood(runtime.SpecVersion, exception.Message);
            return null;
        }
    }

    internal static IReadOnlyList<Neuron> ToNeurons(ScaleComposite metagraph)
    {
        var hotkeys = metagraph.Field("hotkeys").AsItems();
        var axons = metagraph.Field("axons").AsItems();
        var permits = metagraph.Field("validator_permit").AsItems();
        var stakes = metagraph.Field("total_stake").AsItems();
        if (axons.Count != hotkeys.Count || permits.Count != hotkeys.Count || stakes.Count != hotkeys.Count)
        {
            throw new ScaleException(
                $"The chain's metagraph has {hotkeys.Count} hotkeys, {axons.Count} axons, {permits.Count} permits and {stakes.Count} stakes.");
        }

        return [.. hotkeys.Select((hotkey, uid) => new Neuron(
            (ushort)uid,
            Ss58.Encode(hotkey.AsBytes()),
            Tao.FromRao(stakes[uid].AsNumber()),
            permits[uid].AsFlag(),
            AxonInfo.From(axons[uid].AsStructure()).Endpoint))];
    }

    /// <summary>
    /// Runtimes of the first dTAO generation show in the neurons the stakes of the time before, which are all zero;
    /// the real ones are in the subnet's state.
    /// </summary>
    private async Task<IReadOnlyList<NeuronInfo>> WithStakeAsync(
        ChainRuntime runtime,
        BlockReference block,
        ushort netuid,
        List<NeuronInfo> neurons,
        CancellationToken cancellationToken)
    {
        if (neurons.Count == 0 || RuntimeApiCodec.Has(runtime.Metadata, RuntimeApiNames.SubnetState) == false)
        {
            return neurons;
        }

        var answer = await chain.CallRuntimeAsync(runtime, block.Hash, RuntimeApiNames.SubnetState, [(ulong)netuid], cancellationToken);
        if (answer is ScaleNone)
        {
            return neurons;
        }

        var state = answer.AsStructure();
        var stakes = state.Field("hotkeys").AsItems()
            .Zip(state.Field("total_stake").AsItems(), (hotkey, stake) => KeyValuePair.Create(Ss58.Encode(hotkey.AsBytes()), Tao.FromRao(stake.AsNumber())))
            .ToDictionary();
        return [.. neurons.Select(neuron => neuron with { Stake = stakes.GetValueOrDefault(neuron.Hotkey) })];
    }

    [LoggerMessage(EventId = 20, Level = LogLevel.Warning, Message = "The metagraph API of runtime {SpecVersion} was not understood, so the neurons are read the older way: {Reason}")]
    private partial void LogNotUnderstood(uint specVersion, string reason);
}
