namespace Tsps.Scoring;

/// <summary>How the scoring of a round ended. The state moves only with <see cref="Scored"/>.</summary>
public enum RoundOutcome
{
    Scored,

    /// <summary>No answer could be scored.</summary>
    NothingScorable,

    /// <summary>The truth is too short or not all positive, finite prices.</summary>
    UnusableTruth,

    /// <summary>One score that is not finite; only with <see cref="ScoringProfile.ReferenceExact"/>.</summary>
    TooFewScores,

    /// <summary>A NaN would have entered the state; only with <see cref="ScoringProfile.ReferenceExact"/>.</summary>
    NaNInState,
}
