using Tsps.Domain;
using Tsps.Scoring;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>Between a scored round and its document.</summary>
internal static class RoundScoresDocument
{
    public static RoundScores From(Round round, RoundSlot? previous, ScoringProfile profile, Truth truth, IReadOnlyList<Hotkey> deregistered, IReadOnlyList<MinerReply> replies, RoundScore result)
    {
        var uids = replies.ToDictionary(reply => new Hotkey(reply.Hotkey), reply => reply.Uid);
        return new RoundScores
        {
            StreamId = round.StreamId,
            Slot = round.Slot.Key,
            RequestUuid = round.RequestUuid,
            PreviousSlot = previous?.Key,
            Profile = profile.Name,
            TruthSource = truth.Source,
            TruthCloses = truth.Closes!,
            Deregistered = [.. deregistered.Select(hotkey => hotkey.Address)],
            GeometricMean = result.GeometricMean,
            Miners = [.. result.Miners.Select(miner => new MinerScore(miner.Hotkey.Address, uids[miner.Hotkey], miner.Rmse, miner.Share))],
            State = [.. result.StateAfter.Select(entry => new StateEntry(entry.Key.Address, entry.Value))],
        };
    }

    public static ScoreState ReadState(RoundScores scores) =>
        ScoreState.From(scores.State.Select(entry => KeyValuePair.Create(new Hotkey(entry.Hotkey), entry.Score)));

    /// <summary>The rows of the miners that had a usable answer; those that were refused keep theirs.</summary>
    public static IReadOnlyList<Prediction> ToPredictions(Round round, RoundScores scores, RoundAnswers answers)
    {
        var scored = scores.Miners.ToDictionary(miner => miner.Hotkey);
        var state = scores.State.ToDictionary(entry => entry.Hotkey, entry => entry.Score);
        return
        [
            .. answers.Replies
                .Where(reply => reply.Closes is not null)
                .Select(reply => scored.TryGetValue(reply.Hotkey, out var miner)
                    ? NewRow(round, reply) with { State = PredictionState.Scored, Rmse = miner.Rmse, Share = miner.Share, Score = state[miner.Hotkey] }
                    : NewRow(round, reply) with { State = PredictionState.Void, Reason = "it took no part: the hotkey was deregistered meanwhile, or its error is not finite" }),
        ];
    }

    private static Prediction NewRow(Round round, MinerReply reply) => new()
    {
        StreamId = round.StreamId,
        Slot = round.Slot,
        Hotkey = new Hotkey(reply.Hotkey),
        Uid = reply.Uid,
        State = PredictionState.Received,
        StatusCode = reply.StatusCode,
    };
}
