namespace Tsps.Subtensor;

/// <summary>How to reach the chain and how patient to be.</summary>
public sealed record SubtensorOptions
{
    public required SubtensorNetwork Network { get; init; }

    /// <summary>For opening a connection to one endpoint.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>For the answer to one request.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a read is tried in all, each time with a fresh connection.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>The pause before the second attempt; it doubles with each further one.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>For how many blocks an extrinsic stays valid; the chain rounds up to a power of two from 4 to 65536.</summary>
    public uint EraPeriod { get; init; } = 128;

    /// <summary>How often to look for new blocks while waiting for one.</summary>
    public TimeSpan BlockPollInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long to wait until an extrinsic is in a block, or final where that is asked.</summary>
    public TimeSpan InclusionTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often it is told what is waited for.</summary>
    public TimeSpan TellInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often to hand an extrinsic that is in no block yet to a node again: a node may have lost its pool. The same bytes count once.</summary>
    public TimeSpan ResendInterval { get; init; } = TimeSpan.FromSeconds(30);
}
