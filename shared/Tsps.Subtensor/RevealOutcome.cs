namespace Tsps.Subtensor;

/// <summary>What became of a commitment to weights.</summary>
public enum RevealOutcome
{
    /// <summary>The chain has the weights.</summary>
    Revealed,

    /// <summary>Its time has not come; nothing was sent.</summary>
    Waiting,

    /// <summary>The chain refused it; it is tried again while it would be taken.</summary>
    Refused,

    /// <summary>Its time is over; it is forgotten.</summary>
    Lost,

    /// <summary>The chain waits for no such commitment: it came never there, or was revealed, or its time is over.</summary>
    Unknown,
}
