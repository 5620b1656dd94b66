namespace Tsps.Local.Demo;

/// <summary>What <c>tsps demo</c> was asked for.</summary>
public sealed record DemoOptions
{
    /// <summary>Whether to end at once instead of serving the dashboard until told to stop.</summary>
    public bool Exit { get; init; }

    /// <summary>Length of the replay.</summary>
    public int Hours { get; init; } = 48;

    public int Miners { get; init; } = 2;

    public int Seed { get; init; } = 1;

    /// <summary>Whether neurons are registered and weights set on a real runtime instead of the local registry.</summary>
    public bool OnChain { get; init; }

    /// <summary>The chain specification with that runtime; null takes that of the environment.</summary>
    public string? ChainSpecification { get; init; }

    /// <summary>A file of candles; null finds some.</summary>
    public string? CandleFile { get; init; }

    /// <summary>Where the report goes; null writes none.</summary>
    public string? ReportFile { get; init; }
}
