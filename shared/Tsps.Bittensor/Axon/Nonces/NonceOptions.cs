namespace Tsps.Bittensor.Axon.Nonces;

/// <summary>How long nonces count.</summary>
public sealed record NonceOptions
{
    /// <summary>How far the timeout that a caller states may widen the time window of 4 s. The reference waits 180 s at most.</summary>
    public TimeSpan MaximumWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the counter of a caller of SDK 6 is remembered after its last request. Afterwards an old request of it could be replayed.</summary>
    public TimeSpan CounterRetention { get; init; } = TimeSpan.FromDays(30);
}
