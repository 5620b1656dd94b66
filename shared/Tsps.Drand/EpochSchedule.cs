namespace Tsps.Drand;

/// <summary>When a subnet's epochs fire, as far as its storage tells at one block (chain specification, section 7).</summary>
/// <param name="LastEpochBlock">Storage item LastEpochBlock: the block in which an epoch fired last.</param>
/// <param name="PendingEpochAt">Storage item PendingEpochAt: from which block on an epoch is due out of turn; 0 for none.</param>
/// <param name="Tempo">Storage item Tempo: blocks from one epoch to the next, not 0.</param>
/// <param name="RevealPeriodEpochs">Storage item RevealPeriodEpochs: after how many epochs a commit is revealed.</param>
public sealed record EpochSchedule(ulong LastEpochBlock, ulong PendingEpochAt, ushort Tempo, ulong RevealPeriodEpochs)
{
    /// <summary>So many blocks after the epoch that reveals them the weights can be read, and not before.</summary>
    private const int BlocksAfterReveal = 3;

    /// <summary>The time between two blocks of the main network.</summary>
    public static TimeSpan BlockTime { get; } = TimeSpan.FromSeconds(12);

    /// <summary>The block of the epoch that reveals what is committed in the block after <paramref name="currentBlock"/>.</summary>
    /// <param name="currentBlock">The block at which the storage was read.</param>
    /// <exception cref="InvalidOperationException">The tempo is 0, or the block lies beyond all numbers.</exception>
    public ulong RevealBlock(ulong currentBlock)
    {
        if (Tempo == 0)
        {
            throw new InvalidOperationException("The subnet's tempo is 0: no epoch ever fires, so nothing committed is revealed.");
        }

        var block = RevealBlockAfter((UInt128)currentBlock + 1);
        return block <= ulong.MaxValue ? (ulong)block : throw TooFar();
    }

    /// <summary>The round to encrypt for, when the commit is sent now.</summary>
    /// <param name="currentBlock">The block at which the storage was read.</param>
    /// <param name="blockTime">Usually <see cref="BlockTime"/>.</param>
    /// <remarks>It is one less than the newest round three blocks after the reveal, as in the library of the chain's own tools.</remarks>
    /// <exception cref="InvalidOperationException">The tempo is 0, or the reveal lies beyond the calendar.</exception>
    public ulong RevealRound(DrandChain chain, ulong currentBlock, DateTimeOffset now, TimeSpan blockTime)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(blockTime, TimeSpan.Zero);
        var blocks = (UInt128)RevealBlock(currentBlock) - currentBlock + BlocksAfterReveal;
        var ticks = blocks * (ulong)blockTime.Ticks;
        return ticks <= (ulong)(DateTimeOffset.MaxValue - now).Ticks
            ? chain.PeriodsUntil(now.AddTicks((long)ticks))
            : throw TooFar();
    }

    private UInt128 RevealBlockAfter(UInt128 commitBlock)
    {
        if (RevealPeriodEpochs == 0)
        {
            return commitBlock;
        }

        // Whichever epoch fires next, the one that was due out of turn is done with; one that fires in the block of the commit comes before it.
        var next = (UInt128)LastEpochBlock + Tempo;
        if (PendingEpochAt > 0 && PendingEpochAt < next)
        {
            next = PendingEpochAt;
        }

        var firstAfterCommit = next > commitBlock ? next : commitBlock + Tempo;
        return firstAfterCommit + ((UInt128)(RevealPeriodEpochs - 1) * Tempo);
    }

    private InvalidOperationException TooFar() => new(
        "A commit would be revealed beyond all time: check the subnet's "
        + $"tempo ({Tempo}), reveal period ({RevealPeriodEpochs} epochs) and last epoch (block {LastEpochBlock}).");
}
