using FsCheck.Xunit;
using Tsps.Domain;
using Tsps.Subtensor;
using Tsps.Testing;

namespace Tsps.Neurons.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class ChainWeightsTests
{
    private const int Neurons = 256;
    private const ushort Own = 200;

    private static readonly SubnetHyperparameters NoLimits = new(360, 4096, 0, ushort.MaxValue, 0, 100, 50, 5000, true, false, 1, 64);

    [Property]
    public void Either_the_runtime_takes_them_or_they_are_refused_in_words(ushort[] values, ushort limit, byte minimum)
    {
        UidWeight[] weights = [.. values.Take(Own).Select((value, uid) => new UidWeight((ushort)uid, value))];
        var rules = NoLimits with { MaxWeightsLimit = limit, MinAllowedWeights = minimum };
        try
        {
            Check(ChainWeights.Conform(weights, rules, Neurons, Own), weights, rules);
        }
        catch (SubtensorException refused)
        {
            Assert.Contains("none were sent", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Refuses_a_uid_that_the_subnet_does_not_have() =>
        Assert.Contains("no uid 7", Assert.Throws<SubtensorException>(() => ChainWeights.Conform([new(0, 9), new(7, 65535)], NoLimits, 7, Own)).Message, StringComparison.Ordinal);

    [Fact]
    public void Without_limits_they_are_sent_as_they_are_but_for_zeros() =>
        Assert.Equal(
            [new UidWeight(1, 65535), new UidWeight(3, 12345)],
            ChainWeights.Conform([new(1, 65535), new(2, 0), new(3, 12345)], NoLimits, Neurons, Own));

    [Fact]
    public void The_largest_is_scaled_up() =>
        Assert.Equal([new UidWeight(1, 65535), new UidWeight(3, 32768)], ChainWeights.Conform([new(1, 2), new(3, 1)], NoLimits, Neurons, Own));

    [Fact]
    public void A_subnet_smaller_than_its_fewest_weights_takes_one_for_each_neuron()
    {
        var rules = NoLimits with { MinAllowedWeights = 1024 };
        Assert.Equal(2, ChainWeights.Conform([new(0, 65535), new(1, 1)], rules, 2, Own).Count);
        Assert.Contains("no fewer than 3", Assert.Throws<SubtensorException>(() => ChainWeights.Conform([new(0, 65535), new(1, 1)], rules, 3, Own)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_weight_on_oneself_is_held_to_no_rule() =>
        Assert.Equal([new UidWeight(Own, 65535)], ChainWeights.Conform([new(Own, 7)], NoLimits with { MaxWeightsLimit = 1, MinAllowedWeights = 8 }, Neurons, Own));

    /// <summary>The runtime's own rules (chain specification, "the runtime's rules for set_weights").</summary>
    private static void Check(IReadOnlyList<UidWeight> sent, UidWeight[] given, SubnetHyperparameters rules)
    {
        Assert.Equal(given.Where(weight => weight.Value > 0).Select(weight => weight.Uid).Intersect(sent.Select(weight => weight.Uid)), sent.Select(weight => weight.Uid));
        Assert.Equal(ushort.MaxValue, sent.Max(weight => weight.Value));
        Assert.DoesNotContain(sent, weight => weight.Value == 0);
        Assert.True(sent.Count >= rules.MinAllowedWeights);
        Assert.True(rules.MaxWeightsLimit == ushort.MaxValue || 65535L * 65535 <= sent.Sum(weight => (long)weight.Value) * rules.MaxWeightsLimit);
    }
}
