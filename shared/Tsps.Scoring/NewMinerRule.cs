namespace Tsps.Scoring;

/// <summary>With what a miner enters the score state (scoring specification, section 2.5).</summary>
public enum NewMinerRule
{
    /// <summary>v4: share times the geometric mean, without smoothing.</summary>
    FullScore,

    /// <summary>v6: smoothed as a known miner whose score so far is the mean of the state before the update.</summary>
    SmoothedFromMean,
}
