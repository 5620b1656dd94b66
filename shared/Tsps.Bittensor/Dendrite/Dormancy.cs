namespace Tsps.Bittensor.Dendrite;

/// <summary>How long a miner has been silent, and when it is asked again. A value to store beside the miner's hotkey.</summary>
/// <param name="Misses">Rounds in a row without an answer.</param>
/// <param name="AskAgainAt">A dormant miner is not asked before; null when it is not dormant.</param>
public sealed record Dormancy(int Misses, DateTimeOffset? AskAgainAt)
{
    /// <summary>A miner that answers, or that was never asked.</summary>
    public static Dormancy Awake { get; } = new(0, null);

    public bool MayAsk(DateTimeOffset now) => AskAgainAt is not { } time || now >= time;

    /// <summary>How long to wait for it at most; null for the query's own timeout. For <see cref="DendriteTarget.Timeout"/>.</summary>
    public TimeSpan? Timeout(DormancyRules rules) => AskAgainAt is null ? null : rules.ProbeTimeout;

    /// <param name="hasAnswered">As <see cref="DendriteAnswer{TSynapse}.HasAnswered"/> says: a refusal is an answer too.</param>
    public Dormancy After(bool hasAnswered, DateTimeOffset now, DormancyRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (hasAnswered)
        {
            return Awake;
        }

        var misses = Misses + 1;
        var doublings = misses - rules.MissesUntilDormant;
        if (doublings < 0)
        {
            return new Dormancy(misses, null);
        }

        var pause = Math.Min(rules.FirstPause.TotalSeconds * Math.Pow(2, doublings), rules.LongestPause.TotalSeconds);
        return new Dormancy(misses, now + TimeSpan.FromSeconds(pause));
    }
}
