namespace Tsps.Domain;

/// <summary>Which way a prediction may go.</summary>
public static class PredictionMoves
{
    /// <summary>Whether a prediction in this state may move on to <paramref name="next"/>; never to the state it is in, and never back.</summary>
    public static bool MayBecome(this PredictionState state, PredictionState next) => state switch
    {
        PredictionState.Requested => next is PredictionState.Received or PredictionState.Refused or PredictionState.Void,
        PredictionState.Received => next is PredictionState.Due or PredictionState.Scored or PredictionState.Void,
        PredictionState.Due => next is PredictionState.Scored or PredictionState.Void,
        _ => false,
    };
}
