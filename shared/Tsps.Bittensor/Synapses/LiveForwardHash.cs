namespace Tsps.Bittensor.Synapses;

/// <summary>Asks for the commitment to a forecast that a later <see cref="LiveForward"/> must match (generation v6).</summary>
public sealed record LiveForwardHash : ForwardSynapse
{
    /// <summary>Lower-case hex sha256 (wire specification, section 9); null in requests.</summary>
    public string? HashedPredictions { get; init; }
}
