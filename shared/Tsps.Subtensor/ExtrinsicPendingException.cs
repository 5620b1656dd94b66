namespace Tsps.Subtensor;

/// <summary>An extrinsic was sent, but is in no block within the time that was given it. It may still come into one until it expires.</summary>
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

    internal ExtrinsicPendingException(string extrinsicHash, ulong? deathBlock, string message)
        : base(message)
    {
        ExtrinsicHash = extrinsicHash;
        DeathBlock = deathBlock;
    }

    /// <summary>BLAKE2b-256 of its bytes, hex.</summary>
    public string ExtrinsicHash { get; } = "";

    /// <summary>From this block on it is certain that nothing comes of it.</summary>
    public ulong? DeathBlock { get; }
}
