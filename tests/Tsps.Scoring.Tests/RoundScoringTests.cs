using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Scoring.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class RoundScoringTests
{
    public static TheoryData<string> Generations { get; } = ["v4", "v6"];

    [Theory]
    [MemberData(nameof(Generations))]
    public void The_best_gets_the_largest_share_and_the_worst_none(string generation)
    {
        var score = RoundScoring.Score(Profile(generation), ScoreState.Empty, [Make.OffBy(0, 300), Make.OffBy(1, 100), Make.OffBy(2, 200)], Make.Truth());
        Assert.Equal(RoundOutcome.Scored, score.Outcome);
        Assert.Equal([Make.Hotkey(0), Make.Hotkey(1), Make.Hotkey(2)], score.Miners.Select(miner => miner.Hotkey));
        Assert.Equal([300, 100, 200], score.Miners.Select(miner => Math.Round(miner.Rmse, 9)));
        Assert.Equal([0, 0.6667, 0.3333], score.Miners.Select(miner => miner.Share));
        Assert.All(score.Miners, miner => Assert.Equal(score.StateAfter[miner.Hotkey], miner.ScoreAfter));
    }

    [Fact]
    public void A_lone_answer_has_the_whole_share()
    {
        var score = RoundScoring.Score(ScoringProfile.V4, ScoreState.Empty, [Make.OffBy(0, 300)], Make.Truth());
        Assert.Equal(1, score.Miners.Single().Share);
        Assert.Equal(score.GeometricMean, score.StateAfter[Make.Hotkey(0)]);
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public void Errors_that_differ_by_rounding_only_share_equally_where_the_reference_spoils_the_round(string generation)
    {
        // numpy's variance of seven such numbers is not zero.
        MinerAnswer[] answers = [.. Enumerable.Range(0, 7).Select(number => Make.OffBy(number, 24.99993821425351))];
        var score = RoundScoring.Score(Profile(generation), ScoreState.Empty, answers, Make.Truth());
        Assert.All(score.Miners, miner => Assert.Equal(1.0 / 7, miner.Share));
        var nearly = RoundScoring.Score(Profile(generation), ScoreState.Empty, [Make.Answer(0, 1, 1), Make.Answer(1, 1 + 4e-16, 1)], [1e4, 1e4]);
        Assert.All(nearly.Miners, miner => Assert.Equal(0.5, miner.Share));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(-1)]
    [InlineData(0)]
    public void An_answer_that_is_no_forecast_counts_as_absence_and_harms_nobody(double close)
    {
        var truth = Make.Truth();
        var bad = Make.Answer(2, [.. truth[..^1], close]);
        var with = RoundScoring.Score(ScoringProfile.V4, Make.State(0.1, 0.2, 0.3), [Make.OffBy(0, 1), Make.OffBy(1, 2), bad], truth);
        var without = RoundScoring.Score(ScoringProfile.V4, Make.State(0.1, 0.2, 0.3), [Make.OffBy(0, 1), Make.OffBy(1, 2)], truth);
        Assert.Equal(without.StateAfter, with.StateAfter);
        var skipped = Assert.Single(with.Skipped);
        Assert.Equal(Make.Hotkey(2), skipped.Hotkey);
        Assert.Contains("Close 100 of 100", skipped.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_of_another_length_is_skipped_with_the_reason()
    {
        var score = RoundScoring.Score(ScoringProfile.V6, ScoreState.Empty, [Make.OffBy(0, 1), Make.OffBy(1, 1, size: 99)], Make.Truth());
        Assert.Equal("99 closes were sent where 100 were asked for.", Assert.Single(score.Skipped).Reason);
        Assert.Equal([Make.Hotkey(0)], score.StateAfter.Keys);
    }

    [Fact]
    public void An_answer_too_far_off_to_measure_is_skipped()
    {
        var score = RoundScoring.Score(ScoringProfile.V4, ScoreState.Empty, [Make.OffBy(0, 1), Make.OffBy(1, 1e200)], Make.Truth());
        Assert.Equal(Make.Hotkey(1), Assert.Single(score.Skipped).Hotkey);
        Assert.Equal([Make.Hotkey(0)], score.StateAfter.Keys);
    }

    [Fact]
    public void Nothing_scorable_leaves_the_state_as_it_was()
    {
        var before = Make.State(0.1);
        var score = RoundScoring.Score(ScoringProfile.V4, before, [Make.OffBy(0, 1, size: 99)], Make.Truth());
        Assert.Equal(RoundOutcome.NothingScorable, score.Outcome);
        Assert.Same(before, score.StateAfter);
        Assert.Empty(score.Miners);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(0)]
    public void A_truth_that_is_no_price_leaves_the_state_as_it_was(double close)
    {
        var before = Make.State(0.1);
        var score = RoundScoring.Score(ScoringProfile.V6, before, [Make.Answer(0, 1, 2)], [1, close]);
        Assert.Equal(RoundOutcome.UnusableTruth, score.Outcome);
        Assert.Same(before, score.StateAfter);
    }

    [Fact]
    public void A_score_that_is_no_number_is_dropped_and_its_miner_starts_afresh()
    {
        var damaged = Make.State(double.NaN, 0.2, double.PositiveInfinity);
        var score = RoundScoring.Score(ScoringProfile.V4, damaged, [Make.OffBy(0, 1), Make.OffBy(1, 2)], Make.Truth());
        Assert.Equal([Make.Hotkey(1), Make.Hotkey(0)], score.StateAfter.Keys);
        Assert.Equal(score.GeometricMean, score.StateAfter[Make.Hotkey(0)]);
    }

    [Fact]
    public void Of_two_answers_by_one_hotkey_the_later_counts()
    {
        var score = RoundScoring.Score(ScoringProfile.V4, ScoreState.Empty, [Make.OffBy(0, 1), Make.OffBy(0, 5)], Make.Truth());
        Assert.Equal(5, Assert.Single(score.Miners).Rmse, 9);
    }

    [Fact]
    public void An_absent_miner_decays_as_one_with_no_share()
    {
        var before = Make.State(0.3, 0.3, 0.3);
        var after = RoundScoring.Score(ScoringProfile.V4, before, [Make.OffBy(0, 1), Make.OffBy(1, 2)], Make.Truth()).StateAfter;
        Assert.True(after[Make.Hotkey(0)] > after[Make.Hotkey(1)]);
        Assert.Equal(after[Make.Hotkey(1)], after[Make.Hotkey(2)]);
        Assert.True(after[Make.Hotkey(2)] < 0.3);
    }

    [Fact]
    public void A_new_miner_starts_with_its_full_score_in_v4_and_from_the_mean_in_v6()
    {
        MinerAnswer[] answers = [Make.OffBy(0, 2), Make.OffBy(2, 1)];
        var v4 = RoundScoring.Score(ScoringProfile.V4, Make.State(0.1, 0.3), answers, Make.Truth());
        Assert.Equal(v4.GeometricMean, v4.StateAfter[Make.Hotkey(2)]);
        var v6 = RoundScoring.Score(ScoringProfile.V6, Make.State(0.1, 0.3), answers, Make.Truth());
        var known = RoundScoring.Score(ScoringProfile.V6, Make.State(0.1, 0.3, 0.2), answers, Make.Truth());
        Assert.Equal(known.StateAfter[Make.Hotkey(2)], v6.StateAfter[Make.Hotkey(2)]);
    }

    [Fact]
    public void Float32_answers_are_measured_in_float32_against_float32_truths_only()
    {
        double[] closes = [61_001.3f, 62_010.7f];
        double[] truth = [60_000.123, 60_012.456];
        var narrow = new MinerAnswer(Make.Hotkey(0), AnswerPrecision.Float32, closes);
        var wide = new MinerAnswer(Make.Hotkey(0), AnswerPrecision.Float64, closes);
        Assert.NotEqual(Rmse(ScoringProfile.V6, wide, truth), Rmse(ScoringProfile.V6, narrow, truth));
        Assert.Equal(Rmse(ScoringProfile.V4, wide, truth), Rmse(ScoringProfile.V4, narrow, truth));
    }

    [Theory]
    [InlineData("torch.float32", AnswerPrecision.Float32)]
    [InlineData("float16", AnswerPrecision.Float32)]
    [InlineData("torch.int64", AnswerPrecision.Float64)]
    [InlineData("float64", AnswerPrecision.Float64)]
    public void Element_types_amount_to_a_precision(string name, AnswerPrecision expected) =>
        Assert.Equal(expected, AnswerPrecisions.OfElementType(name));

    [Fact]
    public void An_unknown_element_type_is_refused_by_name()
    {
        var error = Assert.Throws<ArgumentException>(() => AnswerPrecisions.OfElementType("torch.complex64"));
        Assert.Contains("torch.complex64", error.Message, StringComparison.Ordinal);
    }

    private static double Rmse(ScoringProfile profile, MinerAnswer answer, double[] truth) =>
        RoundScoring.Score(profile, ScoreState.Empty, [answer], truth).Miners.Single().Rmse;

    private static ScoringProfile Profile(string generation) => generation == "v4" ? ScoringProfile.V4 : ScoringProfile.V6;
}
