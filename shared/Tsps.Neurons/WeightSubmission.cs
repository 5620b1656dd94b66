using Tsps.Domain;
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
        if (waiting.Commits is not [.., var newest] || newest.IsTooLate(waiting.Block))
        {
            return null;
        }

        var stored = await commitments.ListAsync(netuid, validator.Hotkey, cancellationToken).ConfigureAwait(false);
        return stored.Any(commitment => commitment.Hash == newest.Hash && commitment.Weights.SequenceEqual(weights) && commitment.VersionKey == standing.Rules.WeightsVersion)
            ? new WeightsResult(WeightsOutcome.Committed, newest.FirstRevealBlock)
            : null;
    }

    public async Task<WeightsResult> SendAsync(IReadOnlyList<UidWeight> weights, CancellationToken cancellationToken)
    {
        var plan = WeightPlan.Make(standing, netuid, options.Mechanism, validator.Hotkey, weights, time.GetUtcNow());
        if (plan.Reveal is { } reveal)
        {
            return await CommitHashAsync(plan.Call, reveal, cancellationToken).ConfigureAwait(false);
        }

        var receipt = await session.SubmitAsync(validator, plan.Call, options.Wait, cancellationToken).ConfigureAwait(false);
        return plan.RevealBlock is { } opened
            ? new WeightsResult(WeightsOutcome.Committed, opened, plan.DrandRound) { ExtrinsicHash = receipt.ExtrinsicHash }
            : new WeightsResult(WeightsOutcome.Set, receipt.BlockNumber) { ExtrinsicHash = receipt.ExtrinsicHash };
    }

    private async Task<WeightsResult> CommitHashAsync(SubtensorCall call, WeightReveal reveal, CancellationToken cancellationToken)
    {
        var hash = reveal.HashText(validator.PublicKey.Span, netuid);
        var commitment = new WeightCommitment(netuid, validator.Hotkey, hash, reveal.Weights, reveal.Salt, reveal.VersionKey, standing.Block);

        // Before the chain hears of it: a salt that is lost can never be revealed.
        await commitments.AddAsync(commitment, cancellationToken).ConfigureAwait(false);
        var receipt = await session.SubmitAsync(validator, call, options.Wait, cancellationToken).ConfigureAwait(false);
        var waiting = await session.ReadCommitsAsync(netuid, validator.Hotkey, cancellationToken).ConfigureAwait(false);
        return new WeightsResult(WeightsOutcome.Committed, waiting.Find(hash)?.FirstRevealBlock ?? receipt.BlockNumber)
        {
            ExtrinsicHash = receipt.ExtrinsicHash,
        };
    }
}
