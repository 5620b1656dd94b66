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

    internal ExtrinsicRefusedException(RefusalReason reason, byte? customCode, string message, Exception? innerException)
        : base(message, innerException)
    {
        Reason = reason;
        CustomCode = customCode;
    }

    public RefusalReason Reason { get; }

    /// <summary>The number of a <see cref="RefusalReason.Custom"/> refusal.</summary>
    public byte? CustomCode { get; }
}
