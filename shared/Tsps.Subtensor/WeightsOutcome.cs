namespace Tsps.Subtensor;

/// <summary>What became of weights.</summary>
public enum WeightsOutcome
{
    /// <summary>The chain has them.</summary>
    Set,

    /// <summary>The chain has a commitment to them and gets or finds the weights later.</summary>
    Committed,

    /// <summary>The subnet's rate limit is not over yet; nothing was sent.</summary>
    TooEarly,
}
