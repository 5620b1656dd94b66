namespace Tsps.Domain;

/// <summary>Where one miner's part in a round stands.</summary>
public enum PredictionState
{
    /// <summary>The miner is being asked.</summary>
    Requested,

    /// <summary>A usable answer is stored.</summary>
    Received,

    /// <summary>No answer, or one that can't be used; the reason says why.</summary>
    Refused,

    /// <summary>Scored against the true closes.</summary>
    Scored,

    /// <summary>Never to be scored, since its round is void.</summary>
    Void,
}
