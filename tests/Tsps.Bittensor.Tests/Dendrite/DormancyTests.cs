using Tsps.Bittensor.Dendrite;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Dendrite;

[Trait(Categories.Name, Categories.Unit)]
public sealed class DormancyTests
{
    private static readonly DormancyRules Rules = DormancyRules.Default;
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Fact]
    public void A_few_misses_change_nothing()
    {
        var state = After(Rules.MissesUntilDormant - 1);

        Assert.True(state.MayAsk(Start));
        Assert.Null(state.Timeout(Rules));
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 4)]
    [InlineData(3, 16)]
    [InlineData(4, 24)]
    [InlineData(5000, 24)]
    public void A_silent_miner_is_asked_ever_more_rarely_and_not_waited_for_long(int further, int hours)
    {
        var state = After(Rules.MissesUntilDormant + further);

        Assert.False(state.MayAsk(Start.AddHours(hours).AddTicks(-1)));
        Assert.True(state.MayAsk(Start.AddHours(hours)));
        Assert.Equal(Rules.ProbeTimeout, state.Timeout(Rules));
    }

    [Fact]
    public void One_answer_wakes_it() => Assert.Equal(Dormancy.Awake, After(100).After(true, Start, Rules));

    private static Dormancy After(int misses) =>
        Enumerable.Range(0, misses).Aggregate(Dormancy.Awake, (state, _) => state.After(false, Start, Rules));
}
