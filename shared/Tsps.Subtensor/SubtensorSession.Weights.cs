using Tsps.Domain;
using Tsps.Subtensor.Extrinsics;
using Tsps.Subtensor.Rpc;
using Tsps.Subtensor.Scale;

namespace Tsps.Subtensor;

/// <content>What a validator looks at before it sets weights.</content>
public sealed partial class SubtensorSession
{
    /// <summary>The main network numbers what belongs to a mechanism of a subnet by netuid and this many times the mechanism.</summary>
    private const ushort MechanismStride = 4096;

    /// <summary>Runtimes with mechanisms have it, whatever the way in which a subnet takes weights.</summary>
    private const string MechanismCall = "set_mechanism_weights";

    private const string TimelockedCall = "commit_timelocked_weights";

    /// <summary>Whether, when and how a hotkey can set weights, read at the best block: the next one takes them.</summary>
    /// <param name="mechanism">Which of the subnet's mechanisms; 0 is the main one.</param>
    /// <exception cref="SubtensorException">The chain has no such subnet, or its runtime no other mechanism than 0.</exception>
    public async Task<WeightStanding> ReadWeightStandingAsync(ushort netuid, Hotkey hotkey, byte mechanism, CancellationToken cancellationToken)
    {
        var (block, runtime) = await PinHeadAsync(cancellationToken);
        if (mechanism != 0 && runtime.Metadata.FindCall(SubtensorCall.Pallet, MechanismCall) is null)
        {
            throw new SubtensorException(
                $"The chain's runtime {runtime.SpecVersion} knows no mechanisms: each subnet has mechanism 0 only, not {mechanism}. Nothing was sent. Leave --mechanism and Subtensor__Mechanism away, or set them to 0.");
        }

        var rules = await ReadHyperparametersAsync(block, runtime, netuid, cancellationToken);
        var uidValue = await FindAsync("Uids", (ulong)netuid, Ss58.Decode(hotkey.Address));
        ushort? uid = uidValue is null or ScaleNone ? null : (ushort)uidValue.AsNumber();
        var path = PathOf(rules, runtime);
        return new WeightStanding(
            block.Number,
            uid,
            (int)((await FindAsync("SubnetworkN", (ulong)netuid))?.AsNumber() ?? ushort.MaxValue),
            (ulong)(ItemOf(await FindAsync("LastUpdate", MechanismIndex(netuid, mechanism)), uid)?.AsNumber() ?? 0),
            ItemOf(await FindAsync("ValidatorPermit", (ulong)netuid), uid)?.AsFlag() ?? false,
            rules,
            path,
            (ushort)((await FindAsync("CommitRevealWeightsVersion"))?.AsNumber() ?? 0),
            path == WeightPath.TimelockedCommitment ? await ReadEpochsAsync(block.Number, netuid, rules, FindAsync) : null);

        Task<ScaleValue?> FindAsync(string item, params ScaleValue[] parameters) =>
            _chain.FindStorageAsync(runtime, block.Hash, SubtensorCall.Pallet, item, parameters, cancellationToken);
    }

    /// <summary>The commitments of a hotkey that wait to be revealed, at the best block.</summary>
    public async Task<WaitingCommits> ReadCommitsAsync(ushort netuid, Hotkey hotkey, CancellationToken cancellationToken)
    {
        var (block, runtime) = await PinHeadAsync(cancellationToken);
        var value = await _chain.FindStorageAsync(
            runtime, block.Hash, SubtensorCall.Pallet, "WeightCommits", [(ulong)netuid, Ss58.Decode(hotkey.Address)], cancellationToken);
        return new WaitingCommits(block.Number, value is null or ScaleNone ? [] : [.. value.AsItems().Select(WeightCommit.From)]);
    }

    /// <exception cref="SubtensorException">No subnet of that number can have that mechanism.</exception>
    private static ulong MechanismIndex(ushort netuid, byte mechanism) => netuid + ((ulong)mechanism * MechanismStride) is var index and <= ushort.MaxValue
        ? index
        : throw new SubtensorException($"Subnet {netuid} has no mechanism {mechanism}. Check the netuid and the mechanism.");

    private static WeightPath PathOf(SubnetHyperparameters rules, ChainRuntime runtime) =>
        !rules.CommitRevealEnabled ? WeightPath.Direct
        : runtime.Metadata.FindCall(SubtensorCall.Pallet, TimelockedCall) is not null ? WeightPath.TimelockedCommitment
        : WeightPath.HashCommitment;

    /// <summary>Runtimes that do not keep the block of the last epoch tell how many blocks ago it was.</summary>
    private static async Task<EpochState> ReadEpochsAsync(
        ulong block, ushort netuid, SubnetHyperparameters rules, Func<string, ScaleValue[], Task<ScaleValue?>> findAsync)
    {
        ScaleValue[] parameters = [(ulong)netuid];
        var last = await NumberAsync("LastEpochBlock") ?? block - Math.Min(block, await NumberAsync("BlocksSinceLastStep") ?? 0);
        return new EpochState(
            block,
            last,
            await NumberAsync("PendingEpochAt") ?? 0,
            await NumberAsync("Tempo") ?? rules.Tempo,
            await NumberAsync("RevealPeriodEpochs") ?? rules.CommitRevealInterval);

        async Task<ulong?> NumberAsync(string item) => await findAsync(item, parameters) is ScaleNumber number ? (ulong)number.Value : null;
    }

    private static ScaleValue? ItemOf(ScaleValue? list, ushort? uid) =>
        list is ScaleSequence { Items: var items } && uid is { } index && index < items.Count ? items[index] : null;
}
