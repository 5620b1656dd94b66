using Tsps.Domain;
using Tsps.Scoring;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>Between a round's end and its document.</summary>
internal static class RoundScoresDocument
{
    /// <summary>Why an answer of a scored round was not scored.</summary>
    public const string TookNoPart = "it took no part: the hotkey was deregistered meanwhile, or its error is not finite";

    public static RoundScores From(
        Round round, RoundSlot? previous, Subnet? subnet, ScoringProfile profile, Truth truth, ScoringInput input, RoundScore result, DateTimeOffset scoredAt)
    {
        var uids = input.Usable.ToDictionary(reply => new Hotkey(reply.Hotkey), reply => reply.Uid);
        return new RoundScores
        {
            StreamId = round.StreamId,
            Slot = round.Slot.Key,
            RequestUuid = round.RequestUuid,
            PreviousSlot = previous?.Key,
            Subnet = subnet,
            ScoredAtMs = scoredAt.ToUnixTimeMilliseconds(),
            Profile = profile.Name,
            TruthSource = truth.Source,
            TruthCloses = truth.Closes!,
            Deregistered = [.. input.Deregistered.Select(hotkey => hotkey.Address)],
            Unregistered = [.. input.Unregistered.Select(hotkey => hotkey.Address)],
            GeometricMean = result.GeometricMean,
            Miners = [.. result.Miners.Select(miner => new MinerScore(miner.Hotkey.Address, uids[miner.Hotkey], miner.Rmse, miner.Share))],
            State = [.. result.StateAfter.Select(entry => new StateEntry(entry.Key.Address, entry.Value))],
        };
    }

    public static RoundScores Void(Round round, RoundSlot? previous, ScoringProfile profile, string reason, DateTimeOffset endedAt) => new()
    {
        StreamId = round.StreamId,
        Slot = round.Slot.Key,
        RequestUuid = round.RequestUuid,
        PreviousSlot = previous?.Key,
        ScoredAtMs = endedAt.ToUnixTimeMilliseconds(),
        VoidReason = reason,
        Profile = profile.Name,
        TruthSource = "",
        TruthCloses = [],
        Deregistered = [],
        GeometricMean = 0,
        Miners = [],
        State = [],
    };

    public static ScoreState ReadState(RoundScores scores) =>
        ScoreState.From(scores.State.Select(entry => KeyValuePair.Create(new Hotkey(entry.Hotkey), entry.Score)));

    /// <summary>Where the round's open predictions end; those that were refused keep their rows.</summary>
    public static IReadOnlyList<Prediction> ToPredictions(EndedRound ended)
    {
        var scored = ended.Scores.Miners.ToDictionary(miner => miner.Hotkey);
        var state = ended.Scores.State.ToDictionary(entry => entry.Hotkey, entry => entry.Score);
        return
        [
            .. ended.Rows
                .Where(row => row.State != PredictionState.Refused)
                .Select(row => scored.TryGetValue(row.Hotkey.Address, out var miner)
                    ? row with { State = PredictionState.Scored, Rmse = miner.Rmse, Share = miner.Share, Score = state[miner.Hotkey] }
                    : row with { State = PredictionState.Void, Reason = ended.Scores.VoidReason ?? TookNoPart }),
        ];
    }
}
