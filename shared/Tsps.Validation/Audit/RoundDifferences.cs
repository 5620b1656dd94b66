using System.Globalization;
using Tsps.Domain;
using Tsps.Scoring;
using Tsps.Storage;

namespace Tsps.Validation.Audit;

/// <summary>Compares one round's stored figures with recomputed ones, and what is stored twice with itself; notes what differs, to the bit.</summary>
internal sealed class RoundDifferences(StreamPlan plan, ArchivedRound round, AuditNotes notes)
{
    private const string Nothing = "nothing";
    private const string AnswersDocument = RoundDocumentStore.AnswersName;
    private const string ScoresDocument = RoundDocumentStore.ScoresName;
    private const string WeightsDocument = RoundDocumentStore.WeightsName;

    /// <summary>By whose rules a scored round is computed again.</summary>
    public static ScoringProfile ProfileOf(StreamPlan plan, ArchivedRound round) => ScoringProfile.Find(round.Scores!.Profile) ?? plan.Profile;

    /// <summary>Whether there is such a document; where it is gone, that is noted. Of one that can't be read it is already.</summary>
    public bool Require(object? document, string name)
    {
        if (document is null && !notes.IsUnreadable(round.Slot, name))
        {
            notes.Add(round.Slot, name, "is missing");
        }

        return document is not null;
    }

    /// <summary>What a waiting round will be scored from.</summary>
    public void RequireAnswersIfAsked() => _ = round.State != RoundState.Asked || Require(round.Answers, AnswersDocument);

    /// <summary>The same of the document that the round starts from, which is another round's.</summary>
    public bool RequireBefore(RoundScores? before, string slot)
    {
        if (before is null)
        {
            notes.Add(round.Slot, $"the state before, scores.json of round {slot}", notes.IsUnreadable(slot, ScoresDocument) ? "can't be read" : "is missing");
        }

        return before is not null;
    }

    /// <summary>Whether each document names every hotkey once: nothing follows from one that does not.</summary>
    public bool RequireDistinct()
    {
        (string List, IEnumerable<string>? Hotkeys)[] lists =
        [
            (AnswersDocument, round.Answers?.Replies.Select(reply => reply.Hotkey)),
            (ScoresDocument, round.Scores?.Miners.Select(miner => miner.Hotkey)),
            ($"the state in {ScoresDocument}", round.Scores?.State.Select(entry => entry.Hotkey)),
            (WeightsDocument, round.Weights?.Weights.Select(entry => entry.Hotkey)),
            ($"who was registered in {WeightsDocument}", round.Weights?.Registered.Select(entry => entry.Hotkey)),
        ];
        var twice = lists.SelectMany(list => (list.Hotkeys ?? []).CountBy(hotkey => hotkey).Where(count => count.Value > 1).Select(count => (list.List, Hotkey: count.Key))).ToArray();
        foreach (var (list, hotkey) in twice)
        {
            notes.Add(round.Slot, list, $"names {hotkey} more than once");
        }

        return twice.Length == 0;
    }

    public void Compare(string what, string? stored, string? recomputed)
    {
        if (stored != recomputed)
        {
            notes.Add(round.Slot, what, stored ?? Nothing, recomputed ?? Nothing);
        }
    }

    /// <summary>A round has ended as its scores say, which decide that.</summary>
    public void CompareState()
    {
        if (round.Scores is { } scores)
        {
            Compare("state of the round", round.State.ToString(), scores.VoidReason is null ? nameof(RoundState.Scored) : nameof(RoundState.Void));
        }
    }

    /// <summary>The round's own row and its documents speak of the same request.</summary>
    public void CompareRecords()
    {
        if (round.Answers is { } answers && round.State != RoundState.Missed)
        {
            CompareOrigin(AnswersDocument, answers.StreamId, answers.Slot, answers.RequestUuid);
            Compare("start of the round in its row", Text(round.StartMs), Text(answers.StartMs));
            Compare("end of the round in its row", Text(round.EndMs), Text(answers.EndMs));
            Compare("end of the round in answers.json", Text(answers.EndMs), Text(answers.StartMs + (long)plan.Stream.Horizon.TotalMilliseconds));
            Compare("number of miners asked in the round's row", Text(round.AskedCount), Text(answers.Replies.Count));
            Compare("number of answers received in the round's row", Text(round.ReceivedCount), Text(answers.Replies.Count(reply => reply.Refusal is null)));
        }

        if (round.Scores is { } scores)
        {
            CompareOrigin(ScoresDocument, scores.StreamId, scores.Slot, scores.RequestUuid);
            Compare("profile in scores.json", scores.Profile, plan.Profile.Name);
            Compare("reason in the round's row", round.Reason, scores.VoidReason);
            if (scores.VoidReason is null && round.Answers?.Subnet is { } asked)
            {
                Compare("subnet in scores.json", scores.Subnet?.ToString(), asked.ToString());
            }
        }

        if (round.Weights is { } weights)
        {
            CompareOrigin(WeightsDocument, weights.StreamId, weights.Slot, uuid: null);
            Compare("profile in weights.json", weights.Profile, round.Scores?.Profile ?? plan.Profile.Name);
        }
    }

    /// <summary>The closes in the scores are those of table <c>truths</c>, and these are what their sources gave.</summary>
    public void CompareTruth(TruthWindow window, IReadOnlyDictionary<long, TruthClose> closes)
    {
        var stored = round.Scores!;
        var times = window.CloseTimesMs();
        Compare("number of true closes in scores.json", Text(stored.TruthCloses.Count), Text(times.Count));
        for (var index = 0; index < times.Count; index++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"true close of {DateTimeOffset.FromUnixTimeMilliseconds(times[index]):yyyy-MM-ddTHH:mm:ss}Z");
            if (!closes.TryGetValue(times[index], out var close))
            {
                notes.Add(round.Slot, name, $"table truths has no row {times[index]:D13} that can be read");
                continue;
            }

            Compare(name, index < stored.TruthCloses.Count ? Text(stored.TruthCloses[index]) : null, Text(close.Close));
            if (close.Sources.Count == 0 || close.Close < close.Sources.Min(source => source.Close) || close.Close > close.Sources.Max(source => source.Close))
            {
                var sources = string.Join(", ", close.Sources.Select(source => $"{source.Source} {Text(source.Close)}"));
                notes.Add(round.Slot, name, $"is {Text(close.Close)} in table truths, row {times[index]:D13}, while its sources gave {(sources.Length > 0 ? sources : Nothing)}");
            }
        }

        if (times.All(closes.ContainsKey))
        {
            Compare("sources of the true closes", stored.TruthSource, TruthReader.SourcesOf(closes.Values));
        }
    }

    /// <param name="recomputed">Null where the scores can't be recomputed; then the rows are compared with the scores as stored.</param>
    public void CompareScores(RoundScore? recomputed)
    {
        CompareRows(recomputed);
        if (recomputed is null)
        {
            return;
        }

        var stored = round.Scores!;
        var uids = round.Answers!.Replies.ToDictionary(reply => reply.Hotkey, reply => (double)reply.Uid);
        Compare("weight of the round", Text(stored.GeometricMean), Text(recomputed.GeometricMean));
        CompareMaps("uid", stored.Miners.Select(miner => (miner.Hotkey, (double)miner.Uid)), recomputed.Miners.Select(miner => (miner.Hotkey.Address, uids[miner.Hotkey.Address])));
        CompareMaps("rmse", stored.Miners.Select(miner => (miner.Hotkey, miner.Rmse)), recomputed.Miners.Select(miner => (miner.Hotkey.Address, miner.Rmse)));
        CompareMaps("share", stored.Miners.Select(miner => (miner.Hotkey, miner.Share)), recomputed.Miners.Select(miner => (miner.Hotkey.Address, miner.Share)));
        CompareMaps("score", stored.State.Select(entry => (entry.Hotkey, entry.Score)), recomputed.StateAfter.Select(entry => (entry.Key.Address, entry.Value)));
    }

    /// <summary>Why the round is void is stored, and agrees with its answers.</summary>
    public void CompareVoid()
    {
        var (wasAsked, reason) = (round.Reason != VoidReasons.NoAxon, round.Scores?.VoidReason ?? round.Reason);
        if (wasAsked)
        {
            Require(round.Scores, ScoresDocument);
        }

        if (wasAsked && reason != VoidReasons.AnswersGone)
        {
            Require(round.Answers, AnswersDocument);
        }

        if (round.Answers is not null && reason == VoidReasons.NoUsableAnswer)
        {
            Compare($"usable answers in {AnswersDocument} of a round that is void since {reason}", Text(round.Answers.Replies.Count(reply => reply.Closes is not null)), Text(0));
        }
    }

    /// <summary>The rows by round say what the answers and the scores do.</summary>
    /// <param name="recomputed">Null where there is nothing to recompute, or it can't be.</param>
    public void CompareRows(RoundScore? recomputed)
    {
        var rows = round.Predictions.ToDictionary(row => row.Hotkey);
        var expected = ExpectedRows.Of(round, recomputed);
        if (expected.Count == 0 && round.State == RoundState.Scored)
        {
            // The documents are gone, which is a difference of its own.
            return;
        }

        foreach (var (hotkey, row) in rows.Where(entry => !expected.ContainsKey(entry.Key)))
        {
            // Nobody waits for an answer of who was asked in an earlier, interrupted attempt.
            var mayBeRefused = expected.Count == 0 && row.State == PredictionState.Refused;
            Compare($"state in the row of {hotkey}", row.State.ToString(), mayBeRefused ? nameof(PredictionState.Refused) : nameof(PredictionState.Void));
        }

        foreach (var (hotkey, right) in expected)
        {
            if (rows.TryGetValue(hotkey, out var row))
            {
                CompareRow(row, right);
            }
            else
            {
                notes.Add(round.Slot, $"row of {hotkey}", "table predictions has none that can be read");
            }
        }
    }

    /// <summary>The rows by miner say the same as the rows by round. Nothing is said of what is archived.</summary>
    public void CompareHistories(IReadOnlyList<ArchivedPrediction>? histories)
    {
        var byMiner = histories?.ToDictionary(row => row.Hotkey);
        foreach (var row in byMiner is null ? [] : round.Predictions)
        {
            Compare($"history of {row.Hotkey}", byMiner!.GetValueOrDefault(row.Hotkey)?.ToString() ?? "nothing that can be read", row.ToString());
        }
    }

    public void CompareWeights()
    {
        // Schema 1 knew no such document.
        if (round.Scores is not { } scores || (scores.Schema == 1 && round.Weights is null) || !Require(round.Weights, WeightsDocument))
        {
            return;
        }

        var stored = round.Weights!;
        var recomputed = RoundWeightsDocument.From(scores, ProfileOf(plan, round), stored.Block, stored.Registered);
        CompareMaps("weight", stored.Weights.Select(entry => (entry.Hotkey, entry.Weight)), recomputed.Weights.Select(entry => (entry.Hotkey, entry.Weight)));
        foreach (var shared in stored.Registered.GroupBy(entry => entry.Uid).Where(entries => entries.Count() > 1))
        {
            notes.Add(round.Slot, WeightsDocument, $"gives uid {shared.Key} to {string.Join(" and ", shared.Select(entry => entry.Hotkey))}");
        }
    }

    private void CompareOrigin(string document, string stream, string slot, Guid? uuid)
    {
        Compare($"stream in {document}", stream, plan.Id);
        Compare($"slot in {document}", slot, round.Slot);
        Compare($"uuid of the request in {document}", (uuid ?? round.RequestUuid).ToString(), round.RequestUuid.ToString());
    }

    private void CompareRow(ArchivedPrediction row, ArchivedPrediction right)
    {
        Compare($"state in the row of {row.Hotkey}", row.State.ToString(), right.State.ToString());
        Compare($"uid in the row of {row.Hotkey}", Text(row.Uid), Text(right.Uid));
        Compare($"status in the row of {row.Hotkey}", row.StatusCode?.ToString(CultureInfo.InvariantCulture), right.StatusCode?.ToString(CultureInfo.InvariantCulture));
        Compare($"reason in the row of {row.Hotkey}", row.Reason, right.Reason);
        Compare($"rmse in the row of {row.Hotkey}", Text(row.Rmse), Text(right.Rmse));
        Compare($"share in the row of {row.Hotkey}", Text(row.Share), Text(right.Share));
        Compare($"score in the row of {row.Hotkey}", Text(row.Score), Text(right.Score));
    }

    private void CompareMaps(string what, IEnumerable<(string Hotkey, double Value)> stored, IEnumerable<(string Hotkey, double Value)> recomputed)
    {
        var (left, right) = (stored.ToDictionary(entry => entry.Hotkey, entry => entry.Value), recomputed.ToDictionary(entry => entry.Hotkey, entry => entry.Value));
        foreach (var hotkey in left.Keys.Union(right.Keys))
        {
            Compare($"{what} of {hotkey}", left.TryGetValue(hotkey, out var one) ? Text(one) : null, right.TryGetValue(hotkey, out var other) ? Text(other) : null);
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Two texts are equal only where all bits are.</summary>
    private static string? Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture);
}
