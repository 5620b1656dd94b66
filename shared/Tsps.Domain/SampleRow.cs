namespace Tsps.Domain;

/// <summary>The rows of a samples matrix, in wire order.</summary>
public enum SampleRow
{
    /// <summary>Unix milliseconds UTC at which the candle closed.</summary>
    CloseTime,
    Close,
    High,
    Low,
    Volume,
}
