namespace Tsps.Subtensor;

/// <summary>How far to follow an extrinsic.</summary>
public enum ExtrinsicWait
{
    /// <summary>Until it is in a block of the best chain.</summary>
    Included,

    /// <summary>Until its block is final.</summary>
    Finalized,
}
