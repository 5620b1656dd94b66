namespace Tsps.Scoring;

/// <summary>All that differs between generations of the subnet's scoring, as data (scoring specification, sections 2 to 4 and 6).</summary>
public sealed record ScoringProfile
{
    /// <summary>The generation of January 2024: LiveForward with samples, weights set right after scoring.</summary>
    public static ScoringProfile V4 { get; } = new()
    {
        Name = "v4",
        LowerBoundDeviations = 3,
        PowerLambda = 200,
        NewMiners = NewMinerRule.FullScore,
        TruthPrecision = TruthPrecision.Float64,
        TruthAlignment = TruthAlignmentRule.FirstWholeCandleAfter,
        Requests = new(Period: TimeSpan.FromHours(1), Slack: TimeSpan.FromHours(1), ForecastDelay: null),
        SendsCloses = true,
        GuardsAgainstNaN = false,
    };

    /// <summary>The generation of March 2024: LiveForwardHash, then LiveForward; weights set once a day.</summary>
    public static ScoringProfile V6 { get; } = new()
    {
        Name = "v6",
        LowerBoundDeviations = 1.5,
        PowerLambda = 2000,
        NewMiners = NewMinerRule.SmoothedFromMean,
        TruthPrecision = TruthPrecision.Float32,
        TruthAlignment = TruthAlignmentRule.LastClosedCandle,
        Requests = new(Period: TimeSpan.FromMinutes(30), Slack: TimeSpan.Zero, ForecastDelay: TimeSpan.FromSeconds(60)) { RevealedUntil = TimeSpan.FromMinutes(4) },
        SendsCloses = false,
        WeightsEvery = TimeSpan.FromDays(1),
        GuardsAgainstNaN = true,
    };

    /// <summary>All generations.</summary>
    public static IReadOnlyList<ScoringProfile> All { get; } = [V4, V6];

    /// <summary>The generation of that name; null when there is none.</summary>
    public static ScoringProfile? Find(string name) => All.FirstOrDefault(profile => profile.Name == name);

    /// <summary>The generation's name, such as <c>v4</c>; stored beside scores.</summary>
    public required string Name { get; init; }

    /// <summary>Step i of an answer weighs e^(−decay · i).</summary>
    public double RmseDecay { get; init; } = 0.001;

    /// <summary>Decimal places to which a miner's share of a round is rounded, as numpy rounds.</summary>
    public int ShareDecimals { get; init; } = 4;

    /// <summary>Historical distribution of the highest close over the lowest.</summary>
    public PercentileTable RatioPercentiles { get; init; } = HistoricalPercentiles.Ratio;

    /// <summary>Historical distribution of the standard deviation of the closes, in USD.</summary>
    public PercentileTable StandardDeviationPercentiles { get; init; } = HistoricalPercentiles.StandardDeviation;

    /// <summary>Length n of the exponential moving average: a round counts 2/(n + 1).</summary>
    public double SmoothingLength { get; init; } = 48;

    public required NewMinerRule NewMiners { get; init; }

    public required TruthPrecision TruthPrecision { get; init; }

    public required TruthAlignmentRule TruthAlignment { get; init; }

    /// <summary>When requests go out: v6 miners refuse other minutes.</summary>
    public required RequestWindow Requests { get; init; }

    /// <summary>Scores this many standard deviations below the mean, or lower, get no weight.</summary>
    public required double LowerBoundDeviations { get; init; }

    /// <summary>λ of the Yeo-Johnson power transform that spreads the weights.</summary>
    public required double PowerLambda { get; init; }

    /// <summary>How long apart weights are set; zero sets them after each scoring.</summary>
    public TimeSpan WeightsEvery { get; init; }

    /// <summary>Whether the generation's miners are told the true closes afterwards (LiveBackward); v6 has no such synapse.</summary>
    public required bool SendsCloses { get; init; }

    /// <summary>A prediction is due when its horizon has been over for longer than this.</summary>
    public TimeSpan SettlingTime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Whether the reference skips answers with a NaN and loses a round that would bring a NaN into the state; counts only for
    /// <see cref="ReferenceExact"/>.
    /// </summary>
    public required bool GuardsAgainstNaN { get; init; }

    /// <summary>
    /// Repeats what the reference gets wrong, for comparison with its records. Never set in the product: one bad answer can then
    /// spoil the whole state. The library's README lists each difference.
    /// </summary>
    public bool ReferenceExact { get; init; }
}
