namespace Tsps.Subtensor;

/// <summary>An extrinsic came into a block, but the runtime undid what it asked for. Its nonce is used.</summary>
public sealed class ExtrinsicFailedException : SubtensorException
{
    public ExtrinsicFailedException()
    {
    }

    public ExtrinsicFailedException(string message)
        : base(message)
    {
    }

    public ExtrinsicFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal ExtrinsicFailedException(string pallet, string error, ExtrinsicReceipt receipt, string message)
        : base(message)
    {
        Pallet = pallet;
        Error = error;
        Receipt = receipt;
    }

    /// <summary>The pallet that gave the error, such as <c>SubtensorModule</c>; empty for errors of the framework.</summary>
    public string Pallet { get; } = "";

    /// <summary>The error's name in the runtime's metadata, such as <c>SettingWeightsTooFast</c>.</summary>
    public string Error { get; } = "";

    /// <summary>The block that holds the extrinsic.</summary>
    public ExtrinsicReceipt? Receipt { get; }

    /// <summary>Whether the call came too soon after the last of its kind.</summary>
    public bool IsRateLimit => Error is "SettingWeightsTooFast" or "CommittingWeightsTooFast" or "ServingRateLimitExceeded";
}
