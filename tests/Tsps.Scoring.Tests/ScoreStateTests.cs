using Tsps.Testing;

namespace Tsps.Scoring.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class ScoreStateTests
{
    [Fact]
    public void Keeps_the_order_in_which_miners_joined()
    {
        var state = ScoreState.From([new(Make.Hotkey(5), 0.1), new(Make.Hotkey(1), 0.2), new(Make.Hotkey(3), 0.3)]);
        Assert.Equal([Make.Hotkey(5), Make.Hotkey(1), Make.Hotkey(3)], state.Keys);
        Assert.Equal([0.1, 0.2, 0.3], state.Values);
        Assert.Equal([Make.Hotkey(5), Make.Hotkey(3)], state.Without([Make.Hotkey(1), Make.Hotkey(9)]).Keys);
    }

    [Fact]
    public void Finds_scores_by_hotkey()
    {
        var state = Make.State(0.1, 0.2);
        Assert.Equal(0.2, state[Make.Hotkey(1)]);
        Assert.True(state.ContainsKey(Make.Hotkey(0)));
        Assert.False(state.TryGetValue(Make.Hotkey(2), out _));
        Assert.Throws<KeyNotFoundException>(() => state[Make.Hotkey(2)]);
    }

    [Fact]
    public void Equal_states_have_the_same_scores_in_the_same_order()
    {
        Assert.Equal(Make.State(0.1, double.NaN), Make.State(0.1, double.NaN));
        Assert.Equal(Make.State(0.1, 0.2).GetHashCode(), Make.State(0.1, 0.2).GetHashCode());
        Assert.NotEqual(Make.State(0.1, 0.2), Make.State(0.1, 0.3));
        Assert.NotEqual(ScoreState.From(Make.State(0.1, 0.2).Reverse()), Make.State(0.1, 0.2));
        Assert.NotEqual(ScoreState.Empty, Make.State(0.1));
    }

    [Fact]
    public void Refuses_a_hotkey_that_comes_twice()
    {
        var error = Assert.Throws<ArgumentException>(() => ScoreState.From([new(Make.Hotkey(1), 0.1), new(Make.Hotkey(1), 0.2)]));
        Assert.Contains(Make.Hotkey(1).Address, error.Message, StringComparison.Ordinal);
    }
}
