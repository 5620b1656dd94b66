using System.Security.Cryptography;
using Tsps.Domain;
using Tsps.Drand;
using Tsps.Subtensor;

namespace Tsps.Neurons;

/// <summary>Brings one vector of weights to the chain, on the path on which the subnet takes it.</summary>
internal sealed class WeightSubmission(
    SubtensorSession session,
    IWeightCommitmentStore commitments,
    ushort netuid,
    IHotkeySigner validator,
    WeightStanding standing,
    ChainSubtensorOptions options,
    TimeProvider time)
{
    /// <summary>Where the last commitment that waits to be revealed is to these very weights: a run that was interrupted after it need not commit again.</summary>
    public async Task<WeightsResult?> FindCommittedAsync(IReadOnlyList<UidWeight> weights, CancellationToken cancellationToken)
    {
        if (standing.Path != WeightPath.HashCommitment)
        {
            return null;
        }

        var waiting = await session.ReadCommitsAsync(netuid, validator.Hotkey, cancellationToken).ConfigureAwait(false);
        if (waiting.Commits is not [.., var newest] || waiting.Block >= newest.LastRevealBlock)
        {
            return null;
        }

        var stored = await commitments.ListAsync(netuid, validator.Hotkey, cancellationToken).ConfigureAwait(false);
        return stored.Any(commitment => commitment.Hash == newest.Hash && commitment.Weights.SequenceEqual(weights) && commitment.VersionKey == standing.Rules.WeightsVersion)
            ? new WeightsResult(WeightsOutcome.Committed, newest.FirstRevealBlock)
            : null;
    }

    public Task<WeightsResult> SendAsync(IReadOnlyList<UidWeight> weights, CancellationToken cancellationToken) => standing.Path switch
    {
        WeightPath.Direct => SetAsync(weights, cancellationToken),
        WeightPath.TimelockedCommitment => CommitTimelockedAsync(weights, cancellationToken),
        _ => CommitHashAsync(weights, cancellationToken),
    };

    private async Task<WeightsResult> SetAsync(IReadOnlyList<UidWeight> weights, CancellationToken cancellationToken)
    {
        var receipt = await session
            .SetMechanismWeightsAsync(validator, netuid, options.Mechanism, weights, standing.Rules.WeightsVersion, options.Wait, cancellationToken)
            .ConfigureAwait(false);
        return new WeightsResult(WeightsOutcome.Set, receipt.BlockNumber);
    }

    private async Task<WeightsResult> CommitHashAsync(IReadOnlyList<UidWeight> weights, CancellationToken cancellationToken)
    {
        if (options.Mechanism != 0)
        {
            throw new SubtensorException($"The subnet takes weights by salted hashes, which are for its mechanism 0 only, not {options.Mechanism}. Nothing was sent.");
        }

        var reveal = new WeightReveal(weights, WeightReveal.DrawSalt(), standing.Rules.WeightsVersion);
        var hash = reveal.HashText(validator.PublicKey.Span, netuid);
        var commitment = new WeightCommitment(netuid, validator.Hotkey, hash, weights, reveal.Salt, reveal.VersionKey, standing.Block);

        // Before the chain hears of it: a salt that is lost can never be revealed.
        await commitments.AddAsync(commitment, cancellationToken).ConfigureAwait(false);
        var receipt = await session.CommitWeightsAsync(validator, netuid, reveal, options.Wait, cancellationToken).ConfigureAwait(false);
        var waiting = await session.ReadCommitsAsync(netuid, validator.Hotkey, cancellationToken).ConfigureAwait(false);
        return new WeightsResult(WeightsOutcome.Committed, waiting.Find(hash)?.FirstRevealBlock ?? receipt.BlockNumber);
    }

    private async Task<WeightsResult> CommitTimelockedAsync(IReadOnlyList<UidWeight> weights, CancellationToken cancellationToken)
    {
        var (block, schedule) = Epochs();
        var round = schedule.RevealRound(DrandChain.Quicknet, block, time.GetUtcNow(), EpochSchedule.BlockTime);
        var payload = WeightsPayload.Encode(
            validator.PublicKey.Span, [.. weights.Select(weight => weight.Uid)], [.. weights.Select(weight => weight.Value)], standing.Rules.WeightsVersion);
        using var random = RandomNumberGenerator.Create();
        var commit = TimelockEncryption.Encrypt(DrandChain.Quicknet, round, payload, random);
        var call = SubtensorCall.CommitTimelockedWeights(netuid, options.Mechanism, commit, round, standing.CommitRevealVersion);
        await session.SubmitAsync(validator, call, options.Wait, cancellationToken).ConfigureAwait(false);
        return new WeightsResult(WeightsOutcome.Committed, schedule.RevealBlock(block), round);
    }

    /// <exception cref="SubtensorException">The subnet's epochs never fire.</exception>
    private (ulong Block, EpochSchedule Schedule) Epochs() => standing.Epochs switch
    {
        { Tempo: > 0 and <= ushort.MaxValue } state =>
            (state.CurrentBlock, new EpochSchedule(state.LastEpochBlock, state.PendingEpochAt, (ushort)state.Tempo, state.RevealPeriodEpochs)),
        var state => throw new SubtensorException($"The subnet's tempo is {state?.Tempo}: its epochs never fire, so weights committed there would never be revealed. Nothing was sent."),
    };
}
