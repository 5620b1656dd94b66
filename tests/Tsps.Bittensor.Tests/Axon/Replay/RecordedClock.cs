namespace Tsps.Bittensor.Tests.Axon.Replay;

/// <summary>The recorder's clock, set for each case; ticks of 100 ns.</summary>
internal sealed class RecordedClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

    public override DateTimeOffset GetUtcNow() => Now;
}
