namespace Tsps.Local.Demo;

/// <summary>How far a demo has come.</summary>
public sealed record DemoSnapshot
{
    /// <summary>The time in the replay.</summary>
    public required DateTimeOffset Time { get; init; }

    public required DateTimeOffset Start { get; init; }

    public required DateTimeOffset End { get; init; }

    public required int RoundsSent { get; init; }

    public required int PredictionsStored { get; init; }

    public required int RoundsScored { get; init; }

    /// <summary>By uid.</summary>
    public required IReadOnlyList<DemoMiner> Miners { get; init; }
}
