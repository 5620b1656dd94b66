namespace Tsps.Scoring;

/// <summary>How weights came about.</summary>
public enum WeightOutcome
{
    /// <summary>Filtered, transformed and scaled, the usual way.</summary>
    Transformed,

    /// <summary>One miner, alone in the state or above the lower bound, has all the weight.</summary>
    Single,

    /// <summary>All scores are equal up to rounding, and so are the weights.</summary>
    Equal,

    /// <summary>The power transform overflowed; the scores themselves were scaled.</summary>
    Untransformed,

    /// <summary>No miner has a score above zero: there are no weights to set.</summary>
    None,
}
