using System.Text.Json;
using Tsps.Scoring.Numerics;
using Tsps.Scoring.Stages;
using Tsps.Testing;

namespace Tsps.Scoring.Tests.Golden;

[Trait(Categories.Name, Categories.Golden)]
public sealed class RoundTests
{
    private const double ErrorTolerance = 1e-12;
    private const double StateTolerance = 1e-14;
    private const double CarriedTolerance = 1e-12;

    public static TheoryData<string> Files => RecordedRound.Files;

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_stage_gives_what_was_recorded_when_fed_with_what_was_recorded(string path)
    {
        using var file = GoldenFile.Read(path);
        var rounds = RecordedRound.Read(file.RootElement).ToArray();
        Assert.NotEmpty(rounds);
        foreach (var round in rounds)
        {
            CheckErrors(round);
            CheckShares(round);
            CheckMove(round);
            CheckState(round);
            CheckStateFile(round);
            RecordedWeights.CheckStages(round.Profile, round.Weights, WeighedState(round), round.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Whole_rounds_repeat_the_reference_with_its_quirks(string path)
    {
        using var file = GoldenFile.Read(path);
        foreach (var round in RecordedRound.Read(file.RootElement).Where(round => !round.IsFragile))
        {
            var score = RoundScoring.Score(round.ReferenceExact, round.StateBefore, round.Answers, round.Truth);
            Assert.Equal(ExpectedOutcome(round), score.Outcome);
            if (score.Outcome == RoundOutcome.Scored)
            {
                var recorded = round.Stages.GetProperty("ema_update").GetProperty("state_after").AsPairs();
                Vectors.SameAsMap(recorded, score.StateAfter, CarriedTolerance, round.Name);
            }
            else
            {
                Assert.Equal(round.StateBefore, score.StateAfter);
            }

            if (!IsFragile(round))
            {
                RecordedWeights.CheckWhole(round.ReferenceExact, round.Weights, WeighedState(round), round.Metagraph, round.Name);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Whole_scenarios_carried_without_quirks_agree_where_the_reference_is_right(string path)
    {
        using var file = GoldenFile.Read(path);
        var carried = ScoreState.Empty;
        var scenario = "";
        foreach (var round in RecordedRound.Read(file.RootElement))
        {
            if (!IsSound(round))
            {
                scenario = "";
                continue;
            }

            // Where the reference went wrong its record is taken up again.
            carried = scenario == round.Scenario ? carried : round.StateBefore;
            scenario = round.Scenario;
            Vectors.SameAsMap([.. round.StateBefore], carried, CarriedTolerance, $"{round.Name}, before");

            var score = RoundScoring.Score(round.Profile, carried, round.Answers, round.Truth);
            Assert.Equal(RoundOutcome.Scored, score.Outcome);
            var recorded = round.Stages.GetProperty("ema_update").GetProperty("state_after").AsPairs();
            Vectors.SameAsMap(recorded, score.StateAfter, CarriedTolerance, round.Name);
            carried = score.StateAfter;
            if (!IsFragile(round) && WeightComputation.Compute(round.Profile, carried) is { Outcome: WeightOutcome.Transformed } weights)
            {
                RecordedWeights.CheckWhole(round.Profile, round.Weights, carried, round.Metagraph, round.Name);
                carried = carried.Without(WeightComputation.ToUidWeights(weights, RecordedWeights.AsMetagraph(round.Metagraph)).Deregistered);
            }
        }
    }

    private static void CheckErrors(RecordedRound round)
    {
        var truth = new TrueCloses(round.Truth, round.Profile.TruthPrecision);
        var rmse = new WeightedRmse(truth, round.Profile.RmseDecay);
        foreach (var (answer, recorded) in round.Answers.Zip(round.Stages.Items("score_response")))
        {
            if (recorded.Has("exception"))
            {
                Assert.NotEqual(truth.Wide.Length, answer.Closes.Length);
            }
            else
            {
                var error = rmse.Compute(answer.Closes.Span, answer.Precision);
                Vectors.Same(recorded.GetProperty("score").AsDouble(), error, ErrorTolerance, round.Name);
            }
        }
    }

    private static void CheckShares(RecordedRound round)
    {
        var responses = round.Stages.Items("score_response").Where(item => item.Has("score"));
        var scores = responses.Select(item => item.GetProperty("score").AsDouble()).ToArray();
        if (scores.Length == 0)
        {
            return;
        }

        var variance = round.Stages.Items("statistics").First(item => item.Text("function") == "var");
        var actualVariance = NumpyStatistics.Variance<double>(scores);
        Vectors.Same(variance.GetProperty("result").AsDouble(), actualVariance, Vectors.NoTolerance, $"{round.Name}: variance");
        if (RoundShares.Distribute(round.ReferenceExact, scores) is not { } shares)
        {
            Assert.True(round.Stages.GetProperty("simple_scale_scores").Has("exception"), $"{round.Name}: too few scores");
            return;
        }

        var recorded = (round.Stages.TryGetProperty("weigh_miner_scores", out var weighed) ? weighed : round.Stages.GetProperty("weighed_scores_in")).AsPairs();
        var actual = shares.Select(share => KeyValuePair.Create(round.Answers[share.Index].Hotkey, share.Share)).ToArray();
        if (!scores.All(double.IsFinite))
        {
            // The reference sorts NaN as it comes.
            Vectors.SameAsMap(recorded, ScoreState.From(actual), Vectors.NoTolerance, $"{round.Name}: shares");
        }
        else
        {
            Vectors.Same(recorded, actual, Vectors.NoTolerance, $"{round.Name}: shares");
        }
    }

    private static void CheckMove(RecordedRound round)
    {
        if (round.Stages.Has("get_geometric_mean_of_percentile"))
        {
            var move = MarketMove.Of(new(round.Truth, round.Profile.TruthPrecision));
            var values = round.Stages.Items("percentiles").Select(item => item.GetProperty("value").AsDouble()).ToArray();
            Vectors.Same(values, [move.Ratio, move.StandardDeviation], Vectors.NoTolerance, $"{round.Name}: move");
            Vectors.Same(
                [.. round.Stages.Items("percentiles").Select(item => item.GetProperty("percentile").AsDouble())],
                [round.Profile.RatioPercentiles.Find(move.Ratio), round.Profile.StandardDeviationPercentiles.Find(move.StandardDeviation)],
                Vectors.NoTolerance,
                $"{round.Name}: percentiles");
            Vectors.Same(
                round.Stages.GetProperty("get_geometric_mean_of_percentile").AsDouble(),
                move.GeometricMean(round.Profile),
                Vectors.NoTolerance,
                $"{round.Name}: geometric mean");
        }
    }

    private static void CheckState(RecordedRound round)
    {
        if (round.Stages.Has("ema_update") && round.Stages.GetProperty("ema_update").TryGetProperty("state_after", out var after))
        {
            var shares = round.Stages.GetProperty("weighed_scores_in").AsShares();
            var geometricMean = round.Stages.GetProperty("get_geometric_mean_of_percentile").AsDouble();
            Assert.Equal(round.Stages.GetProperty("ema_update").GetProperty("geometric_mean").AsDouble(), geometricMean);
            var actual = StateUpdate.Apply(round.Profile, round.StateBefore, shares, geometricMean);
            Vectors.Same(after.AsPairs(), [.. actual], StateTolerance, $"{round.Name}: state");
        }
    }

    /// <summary>The file holds the state to the character; v4 takes the deregistered out in the same pass, v6 when it sets weights.</summary>
    private static void CheckStateFile(RecordedRound round)
    {
        var expected = round.Stages.TryGetProperty("ema_update", out var update) && update.TryGetProperty("state_after", out var after)
            ? StateFile.Write(after.AsState().Without(RecordedWeights.Deregistered(round.Stages)))
            : round.StateFileBefore;
        Assert.Equal(expected, round.StateFileAfter);
        if (round.SetsWeightsApart)
        {
            RecordedWeights.CheckStateFile(round.Weights);
        }
    }

    /// <summary>The state of which the recorded weights were made.</summary>
    private static ScoreState WeighedState(RecordedRound round) =>
        round.Stages.TryGetProperty("ema_update", out var update) && update.TryGetProperty("state_after", out var after)
            ? after.AsState()
            : RecordedRound.AsState(round.Weights.GetProperty("state_file_before"));

    private static RoundOutcome ExpectedOutcome(RecordedRound round)
    {
        if (!round.Stages.Items("score_response").Any(item => item.Has("score")))
        {
            return RoundOutcome.NothingScorable;
        }

        return Failed(round, "simple_scale_scores") ? RoundOutcome.TooFewScores
            : Failed(round, "ema_update") ? RoundOutcome.NaNInState
            : RoundOutcome.Scored;
    }

    private static bool Failed(RecordedRound round, string stage) =>
        round.Stages.TryGetProperty(stage, out var value) && value.ValueKind == JsonValueKind.Object && value.Has("exception");

    /// <summary>Whether nothing that the product does otherwise took part.</summary>
    private static bool IsSound(RecordedRound round) =>
        !round.IsFragile
        && ExpectedOutcome(round) == RoundOutcome.Scored
        && round.StateBefore.Values.All(double.IsFinite)
        && round.Answers.All(answer => PredictionCheck.Check(answer.Closes.Span, round.Truth.Length) is null);

    private static bool IsFragile(RecordedRound round) => round.Weights.GetProperty("numerically_fragile").GetBoolean();
}
