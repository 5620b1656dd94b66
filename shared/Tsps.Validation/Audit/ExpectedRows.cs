using Tsps.Domain;
using Tsps.Scoring;
using Tsps.Storage;

namespace Tsps.Validation.Audit;

/// <summary>The rows of a round as its answers and its scores make them.</summary>
internal static class ExpectedRows
{
    /// <summary>By hotkey; none where the round was not asked, or its answers or its end are not known.</summary>
    /// <param name="recomputed">Null where the scores are to be taken as stored.</param>
    public static IReadOnlyDictionary<string, ArchivedPrediction> Of(ArchivedRound round, RoundScore? recomputed)
    {
        if (round.Answers is not { } answers || round.Scores is not { } scores)
        {
            return new Dictionary<string, ArchivedPrediction>();
        }

        var state = scores.State.ToDictionary(entry => entry.Hotkey, entry => entry.Score);
        var scored = recomputed is null
            ? scores.Miners.ToDictionary(miner => miner.Hotkey, miner => (miner.Rmse, miner.Share, Score: state.GetValueOrDefault(miner.Hotkey)))
            : recomputed.Miners.ToDictionary(miner => miner.Hotkey.Address, miner => (miner.Rmse, miner.Share, Score: miner.ScoreAfter));
        return answers.Replies.Select(ToRow).ToDictionary(row => row.Hotkey);

        ArchivedPrediction ToRow(MinerReply reply) => (reply.Refusal, scored.TryGetValue(reply.Hotkey, out var figures)) switch
        {
            ({ } refusal, _) => new(reply.Hotkey, reply.Uid, PredictionState.Refused, reply.StatusCode, refusal, null, null, null),
            (_, true) => new(reply.Hotkey, reply.Uid, PredictionState.Scored, reply.StatusCode, null, figures.Rmse, figures.Share, figures.Score),
            _ => new(reply.Hotkey, reply.Uid, PredictionState.Void, reply.StatusCode, scores.VoidReason ?? RoundScoresDocument.TookNoPart, null, null, null),
        };
    }
}
