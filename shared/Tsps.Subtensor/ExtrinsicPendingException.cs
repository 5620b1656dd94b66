namespace Tsps.Subtensor;

/// <summary>
/// An extrinsic was sent, but within the time that was given it it was seen in no block, or how it ended could not be read there. Until it expires it may still
/// come into one.
/// </summary>
public sealed class ExtrinsicPendingException : SubtensorException
{
    public ExtrinsicPendingException()
    {
    }

    public ExtrinsicPendingException(string message)
        : base(message)
    {
    }

    public ExtrinsicPendingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal ExtrinsicPendingException(string extrinsicHash, ulong? deathBlock, string message, Exception? innerException)
        : base(message, innerException)
    {
        ExtrinsicHash = extrinsicHash;
        DeathBlock = deathBlock;
    }

    /// <summary>BLAKE2b-256 of its bytes, hex.</summary>
    public string ExtrinsicHash { get; } = "";

    /// <summary>From this block on it is certain that nothing comes of it.</summary>
    public ulong? DeathBlock { get; }
}
