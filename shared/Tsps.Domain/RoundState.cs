namespace Tsps.Domain;

/// <summary>Where a round stands. It only ever moves down this list.</summary>
public enum RoundState
{
    /// <summary>Its due time is drawn and stored; nobody was asked yet.</summary>
    Planned,

    /// <summary>One validator instance took it and is asking the miners.</summary>
    Asking,

    /// <summary>The answers are stored; it waits for the truth.</summary>
    Asked,

    /// <summary>Its scores are stored and have moved the state, once.</summary>
    Scored,

    /// <summary>It can never be scored; the reason says why. The state did not move.</summary>
    Void,

    /// <summary>It was not asked in time; the reason says why.</summary>
    Missed,
}
