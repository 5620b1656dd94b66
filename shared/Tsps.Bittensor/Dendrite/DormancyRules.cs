namespace Tsps.Bittensor.Dendrite;

/// <summary>When a silent miner falls dormant and how it is asked then.</summary>
public sealed record DormancyRules
{
    public static DormancyRules Default { get; } = new();

    /// <summary>After so many rounds without an answer in a row a miner is dormant.</summary>
    public int MissesUntilDormant { get; init; } = 3;

    /// <summary>How long a miner is left alone at first; each further miss doubles it.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromHours(2);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromHours(24);

    /// <summary>A dormant miner is waited for so long only.</summary>
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(12);
}
