namespace Tsps.Bittensor.Synapses;

/// <summary>A request for a forecast.</summary>
public abstract record ForwardSynapse : StreamSynapse
{
    public required IReadOnlyList<double> FeatureIds { get; init; }

    /// <summary>Number of closes wanted.</summary>
    public required long PredictionSize { get; init; }

    /// <summary>Axons of the SDKs refuse a request whose schema is null.</summary>
    public required long? SchemaId { get; init; }
}
