namespace Tsps.Local.Demo;

/// <summary>How far a demo has come.</summary>
public sealed record DemoSnapshot
{
    /// <summary>The time in the replay.</summary>
    public required DateTimeOffset Time { get; init; }

    public required DateTimeOffset Start { get; init; }

    public required DateTimeOffset End { get; init; }

    /// <summary>One for each generation.</summary>
    public required IReadOnlyList<DemoStream> Streams { get; init; }

    public int RoundsSent => Streams.Sum(stream => stream.RoundsSent);

    public int PredictionsStored => Streams.Sum(stream => stream.PredictionsStored);

    public int RoundsScored => Streams.Sum(stream => stream.RoundsScored);

    /// <summary>By uid.</summary>
    public required IReadOnlyList<DemoMiner> Miners { get; init; }
}
