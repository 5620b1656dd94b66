namespace Tsps.Bittensor.Synapses;

/// <summary>The truth, told to a miner after the horizon is over.</summary>
public abstract record BackwardSynapse : StreamSynapse
{
    /// <summary>True in a good answer; null in requests.</summary>
    public bool? Received { get; init; }
}
