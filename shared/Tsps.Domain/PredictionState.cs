namespace Tsps.Domain;

/// <summary>Where one miner's part in a round stands: requested, then received or refused; a received one then falls due and is scored or void.</summary>
public enum PredictionState
{
    /// <summary>The miner is being asked.</summary>
    Requested,

    /// <summary>A usable answer is stored.</summary>
    Received,

    /// <summary>No answer, or one that can't be used; the reason says why. This is an end.</summary>
    Refused,

    /// <summary>Its horizon is over; it waits for the true closes.</summary>
    Due,

    /// <summary>Scored against the true closes. This is an end.</summary>
    Scored,

    /// <summary>Never to be scored; the reason says why. This is an end.</summary>
    Void,
}
