namespace Tsps.Subtensor;

/// <summary>A node did not take an extrinsic into its pool: nothing reached the chain.</summary>
public sealed class ExtrinsicRefusedException : SubtensorException
{
    public ExtrinsicRefusedException()
    {
    }

    public ExtrinsicRefusedException(string message)
        : base(message)
    {
    }

    public ExtrinsicRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal ExtrinsicRefusedException(RefusalReason reason, byte? customCode, bool isRateLimit, string message, Exception? innerException)
        : base(message, innerException)
    {
        IsRateLimit = isRateLimit;
        Reason = reason;
        CustomCode = customCode;
    }

    public RefusalReason Reason { get; }

    /// <summary>The number of a <see cref="RefusalReason.Custom"/> refusal.</summary>
    public byte? CustomCode { get; }

    /// <summary>Whether the call came too soon after the last of its kind.</summary>
    public bool IsRateLimit { get; }
}
