namespace Tsps.Domain;

/// <summary>What is forecast: a price series, its interval, and how many closes an answer holds.</summary>
public sealed record StreamDefinition
{
    private const string BtcUsd5mWireId = "BTCUSD-5m";

    /// <summary>The one stream of the subnet today, with the values that the reference validator sends.</summary>
    public static StreamDefinition BtcUsd5m { get; } = new()
    {
        Id = BtcUsd5mWireId,
        WireId = BtcUsd5mWireId,
        Interval = TimeSpan.FromMinutes(5),
        TopicId = 1,
        SchemaId = 1,
        FeatureIds = [0.001, 0.002, 0.003, 0.004, 0.005],
        PredictionSize = 100,
    };

    /// <summary>The validator's own name of it, under which everything is stored.</summary>
    public required string Id { get; init; }

    /// <summary>What miners know it by; two streams that ask for the same by different rules share it.</summary>
    public required string WireId { get; init; }

    public required TimeSpan Interval { get; init; }

    public required int TopicId { get; init; }

    public required int SchemaId { get; init; }

    public required IReadOnlyList<double> FeatureIds { get; init; }

    /// <summary>Number of closes in an answer.</summary>
    public required int PredictionSize { get; init; }

    /// <summary>The time that an answer covers: <see cref="PredictionSize"/> intervals.</summary>
    public TimeSpan Horizon => Interval * PredictionSize;

    public long IntervalMs => Interval.Ticks / TimeSpan.TicksPerMillisecond;
}
