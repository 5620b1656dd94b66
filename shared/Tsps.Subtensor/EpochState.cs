namespace Tsps.Subtensor;

/// <summary>Where a subnet stands between its epochs, at one block: when timelocked weights are revealed comes of it (chain specification, section 7).</summary>
/// <param name="CurrentBlock">The block at which the others were read.</param>
/// <param name="LastEpochBlock">The block in which an epoch fired last.</param>
/// <param name="PendingEpochAt">A block for which an extra epoch is planned; 0 for none.</param>
/// <param name="Tempo">Blocks from one epoch to the next.</param>
/// <param name="RevealPeriodEpochs">After how many further epochs weights are revealed.</param>
public sealed record EpochState(ulong CurrentBlock, ulong LastEpochBlock, ulong PendingEpochAt, ulong Tempo, ulong RevealPeriodEpochs);
