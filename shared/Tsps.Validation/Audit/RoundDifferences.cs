using System.Globalization;
using Tsps.Domain;
using Tsps.Scoring;
using Tsps.Storage;

namespace Tsps.Validation.Audit;

/// <summary>Compares one round's stored figures with recomputed ones and notes what differs, to the bit.</summary>
internal sealed class RoundDifferences(string streamId, string slot, List<AuditFinding> findings)
{
    private const string Nothing = "nothing";

    public bool Require(object? document, string name)
    {
        if (document is null)
        {
            findings.Add(new AuditFinding(streamId, slot, name, Nothing, "needed"));
        }

        return document is not null;
    }

    public void Compare(string what, string stored, string recomputed)
    {
        if (stored != recomputed)
        {
            findings.Add(new AuditFinding(streamId, slot, what, stored, recomputed));
        }
    }

    public void CompareVoid(ArchivedRound round)
    {
        foreach (var row in round.Predictions)
        {
            Compare($"state of {row.Hotkey}", row.State.ToString(), row.State == PredictionState.Refused ? nameof(PredictionState.Refused) : nameof(PredictionState.Void));
        }
    }

    public void CompareTruth(RoundScores stored, AlignedTruth truth)
    {
        Compare("truths", Count(stored.TruthCloses.Count), Count(truth.IsComplete ? truth.Closes.Length : truth.Closes.Length - truth.MissingCloseTimesMs.Count));
        foreach (var (close, index) in truth.Closes.ToArray().Zip(stored.TruthCloses).Select((pair, index) => (pair, index)))
        {
            Compare($"truth {index + 1}", Text(close.Second), Text(close.First));
        }
    }

    public void CompareScores(ArchivedRound round, RoundScore recomputed)
    {
        var stored = round.Scores!;
        Compare("weight of the round", Text(stored.GeometricMean), Text(recomputed.GeometricMean));
        CompareMaps("rmse", stored.Miners.Select(miner => (miner.Hotkey, miner.Rmse)), recomputed.Miners.Select(miner => (miner.Hotkey.Address, miner.Rmse)));
        CompareMaps("share", stored.Miners.Select(miner => (miner.Hotkey, miner.Share)), recomputed.Miners.Select(miner => (miner.Hotkey.Address, miner.Share)));
        CompareMaps("score", stored.State.Select(entry => (entry.Hotkey, entry.Score)), recomputed.StateAfter.Select(entry => (entry.Key.Address, entry.Value)));

        var rows = round.Predictions.Where(row => row.State == PredictionState.Scored).ToArray();
        CompareMaps("rmse in its row", rows.Select(row => (row.Hotkey, row.Rmse ?? double.NaN)), recomputed.Miners.Select(miner => (miner.Hotkey.Address, miner.Rmse)));
        CompareMaps("score in its row", rows.Select(row => (row.Hotkey, row.Score ?? double.NaN)), recomputed.Miners.Select(miner => (miner.Hotkey.Address, miner.ScoreAfter)));
    }

    /// <summary>The rows by miner say the same as the rows by round. Nothing is said of what is archived.</summary>
    public void CompareHistories(ArchivedRound round, IReadOnlyList<ArchivedPrediction>? histories)
    {
        var byMiner = histories?.ToDictionary(row => row.Hotkey);
        foreach (var row in byMiner is null ? [] : round.Predictions)
        {
            Compare($"history of {row.Hotkey}", byMiner!.GetValueOrDefault(row.Hotkey)?.ToString() ?? Nothing, row.ToString());
        }
    }

    public void CompareWeights(ArchivedRound round, ScoringProfile profile)
    {
        // Schema 1 knew no such document.
        if (round.Weights is not { } stored)
        {
            if (round.Scores!.Schema > 1)
            {
                Require(null, "weights.json");
            }

            return;
        }

        var recomputed = RoundWeightsDocument.From(round.Scores!, profile, stored.Block, stored.Registered);
        CompareMaps("weight", stored.Weights.Select(entry => (entry.Hotkey, entry.Weight)), recomputed.Weights.Select(entry => (entry.Hotkey, entry.Weight)));
    }

    private void CompareMaps(string what, IEnumerable<(string Hotkey, double Value)> stored, IEnumerable<(string Hotkey, double Value)> recomputed)
    {
        var (left, right) = (stored.ToDictionary(entry => entry.Hotkey, entry => entry.Value), recomputed.ToDictionary(entry => entry.Hotkey, entry => entry.Value));
        foreach (var hotkey in left.Keys.Union(right.Keys))
        {
            Compare($"{what} of {hotkey}", left.TryGetValue(hotkey, out var one) ? Text(one) : Nothing, right.TryGetValue(hotkey, out var other) ? Text(other) : Nothing);
        }
    }

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    /// <summary>Two texts are equal only where all bits are.</summary>
    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
