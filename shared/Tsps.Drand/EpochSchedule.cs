namespace Tsps.Drand;

/// <summary>When a subnet's epochs fire, as far as its storage tells at one block (chain specification, section 7).</summary>
/// <param name="LastEpochBlock">Storage item LastEpochBlock: the block in which an epoch fired last.</param>
/// <param name="PendingEpochAt">Storage item PendingEpochAt: from which block on an epoch is due out of turn; 0 for none.</param>
/// <param name="Tempo">Storage item Tempo: blocks from one epoch to the next, not 0.</param>
/// <param name="RevealPeriodEpochs">Storage item RevealPeriodEpochs: after how many epochs a commit is revealed.</param>
public sealed record EpochSchedule(ulong LastEpochBlock, ulong PendingEpochAt, ushort Tempo, ulong RevealPeriodEpochs)
{
    /// <summary>Blocks by which the round's signature is out after the epoch fires, so that late blocks do no harm.</summary>
    private const int SafetyBlocks = 3;

    /// <summary>The time between two blocks of the main network.</summary>
    public static TimeSpan BlockTime { get; } = TimeSpan.FromSeconds(12);

    /// <summary>The block in which the chain reveals what is committed in the block after <paramref name="currentBlock"/>.</summary>
    /// <exception cref="InvalidOperationException">The tempo is 0: no epoch ever fires.</exception>
    /// <exception cref="OverflowException">The block's number is beyond 64 bits.</exception>
    public ulong RevealBlock(ulong currentBlock)
    {
        if (Tempo == 0)
        {
            throw new InvalidOperationException("The subnet's tempo is 0: no epoch ever fires, so nothing committed is revealed.");
        }

        checked
        {
            var commitBlock = currentBlock + 1;
            if (RevealPeriodEpochs == 0)
            {
                return commitBlock;
            }

            // An epoch that fires in the block of the commit comes before it; one that was due out of turn is done with whichever epoch fires.
            var next = NextEpoch;
            var firstAfterCommit = next <= commitBlock ? commitBlock + Tempo : next;
            return firstAfterCommit + ((RevealPeriodEpochs - 1) * Tempo);
        }
    }

    /// <summary>The round to encrypt for, when the commit is sent now.</summary>
    /// <param name="currentBlock">The block at which the storage was read.</param>
    /// <param name="blockTime">Usually <see cref="BlockTime"/>.</param>
    /// <remarks>It is one less than the round that is the newest when the block is expected, as in the library of the chain's own tools.</remarks>
    /// <exception cref="InvalidOperationException">The tempo is 0: no epoch ever fires.</exception>
    /// <exception cref="OverflowException">The epochs lie too far ahead.</exception>
    public ulong RevealRound(DrandChain chain, ulong currentBlock, DateTimeOffset now, TimeSpan blockTime)
    {
        ArgumentNullException.ThrowIfNull(chain);
        var blocks = checked(RevealBlock(currentBlock) + SafetyBlocks - currentBlock);
        return chain.PeriodsUntil(now + (blocks * blockTime));
    }

    private ulong NextEpoch => PendingEpochAt == 0
        ? checked(LastEpochBlock + Tempo)
        : Math.Min(PendingEpochAt, checked(LastEpochBlock + Tempo));
}
