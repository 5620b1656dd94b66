namespace Tsps.Bittensor.Axon;

/// <summary>How the wait at a <see cref="PriorityGate"/> ended.</summary>
internal enum GateOutcome
{
    /// <summary>Its turn has come.</summary>
    Entered,

    /// <summary>Too many wait, and all of them rank higher or came earlier; or it had to make room for one that ranks higher.</summary>
    Full,

    /// <summary>Its turn did not come in time.</summary>
    WaitedTooLong,
}
