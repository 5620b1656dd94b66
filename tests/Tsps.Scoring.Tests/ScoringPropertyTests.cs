using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Scoring.Tests;

[Trait(Categories.Name, Categories.Unit)]
[Properties(Arbitrary = [typeof(Inputs)], MaxTest = 300)]
public sealed class ScoringPropertyTests
{
    /// <summary>A share is rounded to four decimals.</summary>
    private const double LargestRounding = 0.00005;

    /// <summary>What float32, and then the rounding to a whole number, take from a weight of up to 65535 or add to it.</summary>
    private const double LargestWholeRounding = 0.51;

    /// <summary>What a sum of a few doubles is off by.</summary>
    private const double FloatingPoint = 1e-12;

    [Property]
    public void The_order_of_the_answers_changes_nothing(Round round, int seed)
    {
        var answers = round.Answers.DistinctBy(answer => answer.Hotkey).ToArray();
        var score = RoundScoring.Score(round.Profile, round.Before, answers, round.Truth);
        new Random(seed).Shuffle(answers);
        var permuted = RoundScoring.Score(round.Profile, round.Before, answers, round.Truth);
        Assert.Equal(score.StateAfter, permuted.StateAfter);
        Assert.Equal(score.Miners, permuted.Miners);
        Assert.Equal(score.Outcome, permuted.Outcome);
    }

    [Property]
    public void Shares_sum_to_one_before_they_are_rounded(Round round)
    {
        var score = Unrounded(round);
        if (score.Outcome == RoundOutcome.Scored)
        {
            Assert.All(score.Miners, miner => Assert.InRange(miner.Share, 0, 1));
            Assert.Equal(1, score.Miners.Sum(miner => miner.Share), FloatingPoint);
        }
    }

    [Property]
    public void Rounding_changes_each_share_by_half_a_unit_of_its_last_decimal_at_most(Round round)
    {
        foreach (var (rounded, exact) in Score(round).Miners.Zip(Unrounded(round).Miners))
        {
            Assert.Equal(exact.Hotkey, rounded.Hotkey);
            Assert.Equal(exact.Share, rounded.Share, LargestRounding + FloatingPoint);
        }
    }

    [Property]
    public void A_better_error_never_gets_less(Round round)
    {
        var bestFirst = Score(round).Miners.OrderBy(miner => miner.Rmse).ToArray();
        foreach (var (better, worse) in bestFirst.Zip(bestFirst.Skip(1)))
        {
            Assert.True(better.Share >= worse.Share, $"{better} {worse}");
        }
    }

    [Property]
    public void A_better_error_never_leads_to_less_weight(Round round)
    {
        // All new, so that the round alone decides.
        var score = RoundScoring.Score(round.Profile, ScoreState.Empty, round.Answers, round.Truth);
        var weights = WeightComputation.Compute(round.Profile, score.StateAfter).Weights.ToDictionary(weight => weight.Hotkey, weight => weight.Weight);
        var bestFirst = score.Miners.OrderBy(miner => miner.Rmse).Select(miner => weights.GetValueOrDefault(miner.Hotkey)).ToArray();
        Assert.Equal(bestFirst.OrderDescending(), bestFirst);
    }

    [Property]
    public void Whatever_comes_in_the_state_holds_numbers_only(Round first, Round second)
    {
        var once = Score(first);
        var twice = RoundScoring.Score(second.Profile, once.StateAfter, second.Answers, second.Truth);
        foreach (var score in new[] { once, twice }.Where(score => score.Outcome == RoundOutcome.Scored))
        {
            Assert.All(score.StateAfter.Values, value => Assert.True(double.IsFinite(value)));
            Assert.All(score.Miners, miner => Assert.True(double.IsFinite(miner.Rmse + miner.Share + miner.ScoreAfter)));
            Assert.InRange(score.GeometricMean, 0.01, 1);
        }
    }

    [Property]
    public void Earned_scores_stay_between_zero_and_one(Round first, Round second)
    {
        var once = RoundScoring.Score(first.Profile, ScoreState.Empty, first.Answers, first.Truth);
        var twice = RoundScoring.Score(first.Profile, once.StateAfter, second.Answers, second.Truth);
        Assert.All(once.StateAfter.Values.Concat(twice.StateAfter.Values), value => Assert.InRange(value, 0, 1));
    }

    [Property]
    public void Weights_rise_with_the_scores_from_zero_to_one(Round round)
    {
        var weights = WeightComputation.Compute(round.Profile, round.Before);
        Assert.All(weights.Weights, weight => Assert.InRange(weight.Weight, -1e-15, 1 + 1e-15));
        var ascending = weights.Weights.OrderBy(weight => round.Before[weight.Hotkey]).Select(weight => weight.Weight).ToArray();
        Assert.Equal(ascending.Order(), ascending);
        Assert.Equal(weights.Outcome == WeightOutcome.None, weights.Weights.Count == 0);
    }

    [Property]
    public void The_largest_weight_on_chain_is_65535_whenever_anybody_has_one(Round round)
    {
        var weights = WeightComputation.Compute(round.Profile, round.Before);
        var emitted = WeightComputation.ToUidWeights(weights, Make.Metagraph([.. Enumerable.Range(0, Inputs.Miners)]));
        Assert.Empty(emitted.Deregistered);
        Assert.Equal(weights.Weights.Count == 0, emitted.Weights.Count == 0);
        Assert.True(emitted.Weights.Count == 0 || emitted.Weights.Max(weight => weight.Value) == ushort.MaxValue);
    }

    /// <summary>The chain divides by their sum: then they are the computed ones, each off by no more than the rounding of all to whole numbers.</summary>
    [Property]
    public void Weights_on_chain_over_their_sum_are_the_computed_ones_over_theirs(Round round)
    {
        var weights = WeightComputation.Compute(round.Profile, round.Before);
        var emitted = WeightComputation.ToUidWeights(weights, Make.Metagraph([.. Enumerable.Range(0, Inputs.Miners)])).Weights;
        var byHotkey = emitted.ToDictionary(weight => Make.Hotkey(weight.Uid), weight => (double)weight.Value);
        var (total, totalOnChain) = (weights.Weights.Sum(weight => weight.Weight), byHotkey.Values.Sum());
        if (totalOnChain > 0)
        {
            Assert.Equal(1, byHotkey.Values.Sum(value => value / totalOnChain), FloatingPoint);
            Assert.All(weights.Weights, weight => Assert.Equal(
                weight.Weight / total, byHotkey.GetValueOrDefault(weight.Hotkey) / totalOnChain, (weights.Weights.Count + 1) * LargestWholeRounding / ushort.MaxValue));
        }
    }

    private static RoundScore Score(Round round) => RoundScoring.Score(round.Profile, round.Before, round.Answers, round.Truth);

    /// <summary>With all the decimals that a double has below 1.</summary>
    private static RoundScore Unrounded(Round round) => Score(round with { Profile = round.Profile with { ShareDecimals = 15 } });

    public sealed record Round(ScoringProfile Profile, ScoreState Before, MinerAnswer[] Answers, double[] Truth)
    {
        public override string ToString() =>
            $"{Profile.Name}, state {Text(Before.Values)}, truth {Text(Truth)}, answers "
            + string.Join("; ", Answers.Select(answer => $"{answer.Hotkey} {answer.Precision} {Text(answer.Closes.ToArray())}"));

        private static string Text(IEnumerable<double> values) => string.Join(' ', values);
    }

    public static class Inputs
    {
        public const int Miners = 12;

        private const int Steps = 5;

        private static readonly double[] Wild =
            [double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, 1e200, 1e25, double.Epsilon, 0, -0.0, -1, double.MinValue];

        public static Arbitrary<Round> Rounds() => Arb.From(
            from profile in Gen.Elements(ScoringProfile.V4, ScoringProfile.V6)
            from before in States
            from answers in Answers
            from truth in Gen.Frequency((9, Closes(Price)), (1, Closes(Anything)))
            select new Round(profile, before, answers, truth));

        private static Gen<double> Price => Gen.Choose(5_999_000, 6_001_000).Select(cents => cents / 100.0);

        private static Gen<double> Anything => Gen.Frequency((20, Price), (1, Gen.Elements(Wild)));

        private static Gen<double> Score => Gen.Choose(0, 1_000_000).Select(score => score / 1e6);

        private static Gen<ScoreState> States =>
            from scores in Gen.ArrayOf(Gen.Frequency((9, Score), (3, Gen.Elements(0.0, 0.02, 1.0)), (1, Gen.Elements(Wild))), Miners)
            from count in Gen.Choose(0, Miners)
            select Make.State(scores[..count]);

        private static Gen<MinerAnswer[]> Answers => Gen.ArrayOf(
            from number in Gen.Choose(0, Miners - 1)
            from precision in Gen.Elements(AnswerPrecision.Float64, AnswerPrecision.Float32)
            from closes in Gen.Frequency((8, Closes(Price)), (1, Flat), (1, Closes(Anything)), (1, Gen.ArrayOf(Price)))
            select new MinerAnswer(
                Make.Hotkey(number),
                precision,
                precision == AnswerPrecision.Float32 ? Array.ConvertAll(closes, close => (double)(float)close) : closes));

        private static Gen<double[]> Flat => Gen.Constant(Enumerable.Repeat(60_000.0, Steps).ToArray());

        private static Gen<double[]> Closes(Gen<double> close) => Gen.ArrayOf(close, Steps);
    }
}
