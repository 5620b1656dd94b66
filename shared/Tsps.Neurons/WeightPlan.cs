using System.Security.Cryptography;
using Tsps.Bittensor.Keys;
using Tsps.Domain;
using Tsps.Drand;
using Tsps.Subtensor;

namespace Tsps.Neurons;

/// <summary>The call that brings weights to the chain, on the path on which the subnet takes them.</summary>
/// <param name="Reveal">What must be kept to reveal weights that are committed by their hash; null on other paths.</param>
/// <param name="RevealBlock">About when the chain opens an encrypted commitment; null on other paths.</param>
/// <param name="DrandRound">The round that opens it.</param>
public sealed record WeightPlan(SubtensorCall Call, WeightReveal? Reveal = null, ulong? RevealBlock = null, ulong? DrandRound = null)
{
    /// <param name="validator">The validator's hotkey.</param>
    /// <param name="weights">Such as the subnet takes them: <see cref="ChainWeights.Conform"/>.</param>
    /// <param name="now">The true time: rounds of drand come by it.</param>
    /// <exception cref="SubtensorException">The subnet takes none in this way; the message says why.</exception>
    public static WeightPlan Make(WeightStanding standing, ushort netuid, byte mechanism, Hotkey validator, IReadOnlyList<UidWeight> weights, DateTimeOffset now) => standing.Path switch
    {
        WeightPath.Direct => new WeightPlan(SubtensorCall.SetMechanismWeights(netuid, mechanism, weights, standing.Rules.WeightsVersion)),
        WeightPath.TimelockedCommitment => Timelocked(standing, netuid, mechanism, validator, weights, now),
        _ => Hashed(standing, netuid, mechanism, validator, weights),
    };

    private static WeightPlan Hashed(WeightStanding standing, ushort netuid, byte mechanism, Hotkey validator, IReadOnlyList<UidWeight> weights)
    {
        if (mechanism != 0)
        {
            throw new SubtensorException($"The subnet takes weights by salted hashes, which are for its mechanism 0 only, not {mechanism}. Nothing was sent.");
        }

        var reveal = new WeightReveal(weights, WeightReveal.DrawSalt(), standing.Rules.WeightsVersion);
        return new WeightPlan(SubtensorCall.CommitWeights(netuid, reveal.Hash(Ss58.Decode(validator.Address), netuid)), reveal);
    }

    private static WeightPlan Timelocked(WeightStanding standing, ushort netuid, byte mechanism, Hotkey validator, IReadOnlyList<UidWeight> weights, DateTimeOffset now)
    {
        var (block, schedule) = Epochs(standing);
        var round = schedule.RevealRound(DrandChain.Quicknet, block, now, EpochSchedule.BlockTime);
        var payload = WeightsPayload.Encode(
            Ss58.Decode(validator.Address), [.. weights.Select(weight => weight.Uid)], [.. weights.Select(weight => weight.Value)], standing.Rules.WeightsVersion);
        using var random = RandomNumberGenerator.Create();
        var commit = TimelockEncryption.Encrypt(DrandChain.Quicknet, round, payload, random);
        var call = SubtensorCall.CommitTimelockedWeights(netuid, mechanism, commit, round, standing.CommitRevealVersion);
        return new WeightPlan(call, RevealBlock: schedule.RevealBlock(block), DrandRound: round);
    }

    /// <exception cref="SubtensorException">The subnet's epochs never fire.</exception>
    private static (ulong Block, EpochSchedule Schedule) Epochs(WeightStanding standing) => standing.Epochs switch
    {
        { Tempo: > 0 and <= ushort.MaxValue } state =>
            (state.CurrentBlock, new EpochSchedule(state.LastEpochBlock, state.PendingEpochAt, (ushort)state.Tempo, state.RevealPeriodEpochs)),
        var state => throw new SubtensorException($"The subnet's tempo is {state?.Tempo}: its epochs never fire, so weights committed there would never be revealed. Nothing was sent."),
    };
}
