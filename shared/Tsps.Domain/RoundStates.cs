namespace Tsps.Domain;

/// <summary>What follows from where a round stands.</summary>
public static class RoundStates
{
    /// <summary>Whether the round stays as it is: scored, void or missed.</summary>
    public static bool HasEnded(this RoundState state) => state is RoundState.Scored or RoundState.Void or RoundState.Missed;
}
