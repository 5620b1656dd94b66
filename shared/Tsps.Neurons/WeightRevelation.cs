using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Subtensor;

namespace Tsps.Neurons;

/// <summary>
/// Shows what was committed, each in the blocks that the chain sets for it. What the chain waits for is asked anew each time, so that this may
/// be interrupted anywhere and run twice at once.
/// </summary>
internal sealed partial class WeightRevelation(
    SubtensorSession session,
    IWeightCommitmentStore commitments,
    ushort netuid,
    IHotkeySigner validator,
    ExtrinsicWait wait,
    ILogger logger)
{
    /// <summary>By then the extrinsic with a commitment is in a block or has expired for long.</summary>
    private const ulong LongestUnknown = 512;

    /// <param name="stored">Every commitment that was prepared and not removed.</param>
    /// <returns>What became of each, those first that the chain has had longest.</returns>
    public async Task<IReadOnlyList<RevealResult>> RevealAsync(IReadOnlyList<WeightCommitment> stored, CancellationToken cancellationToken)
    {
        var results = new List<RevealResult>(stored.Count);
        var waiting = await session.ReadCommitsAsync(netuid, validator.Hotkey, cancellationToken).ConfigureAwait(false);

        // In the order in which they were made, so that the newest weights are those that stay.
        foreach (var commit in waiting.Commits)
        {
            if (stored.FirstOrDefault(commitment => commitment.Hash == commit.Hash) is { } commitment)
            {
                results.Add(await TryRevealAsync(commitment, commit, waiting.Block, cancellationToken).ConfigureAwait(false));
            }
        }

        foreach (var unknown in stored.Where(commitment => waiting.Find(commitment.Hash) is null))
        {
            results.Add(new RevealResult(RevealOutcome.Unknown, unknown.PreparedAtBlock, unknown.PreparedAtBlock, unknown.LastFailure));
            if (!unknown.MayBeOfAnotherChain && waiting.Block > unknown.PreparedAtBlock + LongestUnknown)
            {
                await ForgetAsync(unknown, cancellationToken).ConfigureAwait(false);
            }
        }

        return results;
    }

    private async Task ForgetAsync(WeightCommitment done, CancellationToken cancellationToken)
    {
        if (done.LastFailure is { } reason)
        {
            LogForgotten(netuid, done.PreparedAtBlock, reason);
        }

        await commitments.RemoveAsync(done, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One that fails must not hold up those after it: it stays stored, with the reason, and is tried again while the chain would take it.</summary>
    private async Task<RevealResult> TryRevealAsync(WeightCommitment commitment, WeightCommit commit, ulong block, CancellationToken cancellationToken)
    {
        try
        {
            return await RevealAsync(commitment, commit, block, cancellationToken).ConfigureAwait(false);
        }
        catch (SubtensorException failure) when (failure is not ChainUnavailableException)
        {
            LogFailed(netuid, commit.CommitBlock, commit.LastRevealBlock, failure.Message);
            await commitments.RecordFailureAsync(commitment, failure.Message, cancellationToken).ConfigureAwait(false);
            return new RevealResult(RevealOutcome.Refused, commit.CommitBlock, commit.LastRevealBlock, failure.Message);
        }
    }

    private async Task<RevealResult> RevealAsync(WeightCommitment commitment, WeightCommit commit, ulong block, CancellationToken cancellationToken)
    {
        if (commit.IsTooEarly(block))
        {
            return new RevealResult(RevealOutcome.Waiting, commit.CommitBlock, commit.FirstRevealBlock, commitment.LastFailure);
        }

        if (commit.IsTooLate(block))
        {
            LogExpired(netuid, commit.CommitBlock, commit.LastRevealBlock, commitment.LastFailure ?? "It was never tried in time.");
            await commitments.RemoveAsync(commitment, cancellationToken).ConfigureAwait(false);
            return new RevealResult(RevealOutcome.Lost, commit.CommitBlock, commit.LastRevealBlock, commitment.LastFailure);
        }

        var receipt = await session.RevealWeightsAsync(validator, netuid, WeightReveal.Of(commitment), wait, cancellationToken).ConfigureAwait(false);
        LogRevealed(netuid, commit.CommitBlock, receipt.BlockNumber);
        await commitments.RemoveAsync(commitment, cancellationToken).ConfigureAwait(false);
        return new RevealResult(RevealOutcome.Revealed, commit.CommitBlock, receipt.BlockNumber);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Weights of netuid {Netuid} committed in block {Committed} are revealed in block {Revealed}")]
    private partial void LogRevealed(ushort netuid, ulong committed, ulong revealed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Weights of netuid {Netuid} committed in block {Committed} were not revealed by block {Last} and are lost: {Reason}")]
    private partial void LogExpired(ushort netuid, ulong committed, ulong last, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Weights of netuid {Netuid} committed in block {Committed} could not be revealed; it is tried again until block {Last}: {Reason}")]
    private partial void LogFailed(ushort netuid, ulong committed, ulong last, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The chain waits no more for the weights of netuid {Netuid} prepared at block {Prepared}. The last attempt to reveal them ended so: {Reason}")]
    private partial void LogForgotten(ushort netuid, ulong prepared, string reason);
}
