using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Scoring.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class WeightComputationTests
{
    private static readonly ScoringProfile ReferenceExact = ScoringProfile.V6 with { ReferenceExact = true };

    [Fact]
    public void The_best_has_all_and_the_worst_none_of_the_weight_with_the_rest_between()
    {
        var weights = WeightComputation.Compute(ScoringProfile.V6, Make.State(0.01, 0.0105, 0.011));
        Assert.Equal(WeightOutcome.Transformed, weights.Outcome);
        Assert.Equal([Make.Hotkey(0), Make.Hotkey(1), Make.Hotkey(2)], weights.Weights.Select(weight => weight.Hotkey));
        Assert.Equal(0, weights.Weights[0].Weight);
        Assert.InRange(weights.Weights[1].Weight, 0.2, 0.4);
        Assert.Equal(1, weights.Weights[2].Weight, 15);
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.02, 0.0, 0.0)]
    [InlineData(0.02, double.NaN)]
    public void A_miner_alone_has_all_the_weight_where_the_reference_sets_none(params double[] scores)
    {
        var weights = WeightComputation.Compute(ScoringProfile.V6, Make.State(scores));
        Assert.Equal(WeightOutcome.Single, weights.Outcome);
        Assert.Equal(new HotkeyWeight(Make.Hotkey(0), 1), Assert.Single(weights.Weights));
        var exact = WeightComputation.Compute(ReferenceExact, Make.State(scores));
        Assert.Empty(WeightComputation.ToUidWeights(exact, Make.Metagraph(0, 1, 2)).Weights);
    }

    [Fact]
    public void Equal_scores_have_equal_weights_where_the_reference_sets_none()
    {
        var weights = WeightComputation.Compute(ScoringProfile.V6, Make.State(0.3, 0.3, 0.30000000000000004, 0));
        Assert.Equal(WeightOutcome.Equal, weights.Outcome);
        Assert.Equal([1, 1, 1], weights.Weights.Select(weight => weight.Weight));
    }

    [Fact]
    public void A_score_beyond_the_power_transform_falls_back_to_the_scores_where_the_reference_sets_nothing()
    {
        var state = Make.State(0.41, 0.43, 0.45);
        var weights = WeightComputation.Compute(ScoringProfile.V6, state);
        Assert.Equal(WeightOutcome.Untransformed, weights.Outcome);
        Assert.Equal([0, 0.5, 1], weights.Weights.Select(weight => Math.Round(weight.Weight, 12)));
        Assert.Equal(WeightOutcome.None, WeightComputation.Compute(ReferenceExact, state).Outcome);
    }

    [Theory]
    [InlineData]
    [InlineData(0.0, 0.0)]
    [InlineData(double.NaN)]
    public void Without_a_score_above_zero_there_are_no_weights(params double[] scores)
    {
        var weights = WeightComputation.Compute(ScoringProfile.V4, Make.State(scores));
        Assert.Equal(WeightOutcome.None, weights.Outcome);
        Assert.Empty(weights.Weights);
        Assert.Empty(WeightComputation.ToUidWeights(weights, Make.Metagraph(0, 1)).Weights);
    }

    [Fact]
    public void Scores_far_below_the_mean_get_no_weight()
    {
        var weights = WeightComputation.Compute(ScoringProfile.V6, Make.State([0.001, .. Enumerable.Range(0, 20).Select(number => 0.02 + (number * 1e-4))]));
        Assert.True(weights.LowerBound > 0.001);
        Assert.DoesNotContain(Make.Hotkey(0), weights.Weights.Select(weight => weight.Hotkey));
        Assert.Equal(20, weights.Weights.Count);
    }

    [Fact]
    public void Weights_go_to_the_uids_of_the_metagraph_and_unknown_hotkeys_are_told()
    {
        var weights = WeightComputation.Compute(ScoringProfile.V6, Make.State(0.0105, 0.011, 0.01, 0.0109));
        var emitted = WeightComputation.ToUidWeights(weights, Make.Metagraph(9, 3, 1, 2));
        Assert.Equal([Make.Hotkey(0)], emitted.Deregistered);
        Assert.Equal([2, 1], emitted.Weights.Select(weight => (int)weight.Uid));
        Assert.Equal(65535, emitted.Weights[0].Value);
        Assert.InRange(emitted.Weights[1].Value, 1, 65534);
    }

    [Fact]
    public void A_subnet_of_strangers_gets_no_weights()
    {
        var weights = WeightComputation.Compute(ScoringProfile.V4, Make.State(0.1, 0.2));
        var emitted = WeightComputation.ToUidWeights(weights, Make.Metagraph(7, 8));
        Assert.Empty(emitted.Weights);
        Assert.Equal(2, emitted.Deregistered.Count);
    }

    [Fact]
    public void Too_few_weights_are_filled_up_at_their_own_uids_where_the_reference_moves_them()
    {
        UidShare[] weights = [new(3, 0.25), new(4, 0.75)];
        var rules = new SubnetWeightRules(MinimumCount: 3, MaximumShare: 1);
        var processed = SubnetWeights.Process(weights, 5, rules);
        Assert.Equal([0, 1, 2, 3, 4], processed.Select(weight => (int)weight.Uid));
        Assert.Equal(4, processed.MaxBy(weight => weight.Weight).Uid);
        Assert.Equal(1, SubnetWeights.Process(weights, 5, rules with { ReferenceExact = true }).MaxBy(weight => weight.Weight).Uid);
    }

    [Fact]
    public void Weights_of_uids_that_the_subnet_has_not_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => SubnetWeights.Process([new(5, 1)], 5, new(1, 1)));
        Assert.Contains("Uid 5 is not one of 5 neurons", error.Message, StringComparison.Ordinal);
    }
}
