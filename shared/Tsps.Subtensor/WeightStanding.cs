using Tsps.Domain;

namespace Tsps.Subtensor;

/// <summary>What decides whether, when and how a hotkey can set weights on a subnet, at one block.</summary>
/// <param name="Block">The best block, at which all of this was read.</param>
/// <param name="Uid">Null when the hotkey is not registered there.</param>
/// <param name="Neurons">How many the subnet has.</param>
/// <param name="LastUpdate">The block of its last weights, commitment or registration; 0 for none.</param>
/// <param name="HasPermit">Whether it may weigh others.</param>
/// <param name="Path">How the subnet takes weights.</param>
/// <param name="CommitRevealVersion">What a timelocked commitment must state.</param>
/// <param name="Epochs">When a timelocked commitment is revealed; null on other paths.</param>
public sealed record WeightStanding(
    ulong Block,
    ushort? Uid,
    int Neurons,
    ulong LastUpdate,
    bool HasPermit,
    SubnetHyperparameters Rules,
    WeightPath Path,
    ushort CommitRevealVersion,
    EpochState? Epochs)
{
    /// <summary>The first block that can take weights of this hotkey.</summary>
    public ulong FirstBlock => LastUpdate == 0 ? 0 : LastUpdate + Rules.WeightsRateLimit < LastUpdate ? ulong.MaxValue : LastUpdate + Rules.WeightsRateLimit;

    /// <summary>Whether the next block is too early.</summary>
    public bool IsTooEarly => Block + 1 < FirstBlock;
}
