using Microsoft.Extensions.Time.Testing;
using Tsps.Bittensor.Axon;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Axon;

[Trait(Categories.Name, Categories.Unit)]
public sealed class PriorityGateTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lets_as_many_in_at_once_as_it_may()
    {
        var gate = new PriorityGate(2, 10, _time);

        using var first = await EnterAsync(gate, 0);
        using var second = await EnterAsync(gate, 0);
        var third = EnterAsync(gate, 0).AsTask();

        Assert.Equal(GateOutcome.Entered, second.Outcome);
        Assert.False(third.IsCompleted);
        first.Dispose();
        Assert.Equal(GateOutcome.Entered, (await third).Outcome);
    }

    [Fact]
    public async Task Lets_the_highest_stake_in_first_and_the_earlier_among_equals()
    {
        var gate = new PriorityGate(1, 10, _time);
        var inside = await EnterAsync(gate, 0);
        List<string> order = [];
        Task[] waiting = [Follow("poor", 1), Follow("rich", 100), Follow("also rich", 100), Follow("middling", 50)];

        inside.Dispose();
        await Task.WhenAll(waiting);

        Assert.Equal(["rich", "also rich", "middling", "poor"], order);

        async Task Follow(string name, decimal stake)
        {
            using var entry = await EnterAsync(gate, stake);
            order.Add(name);
        }
    }

    [Fact]
    public async Task Sends_the_lowest_stake_away_when_the_waiting_room_is_full()
    {
        var gate = new PriorityGate(1, 2, _time);
        using var inside = await EnterAsync(gate, 0);
        var low = EnterAsync(gate, 1).AsTask();
        var high = EnterAsync(gate, 3).AsTask();

        var lowest = await EnterAsync(gate, 0.5m);
        var middle = EnterAsync(gate, 2).AsTask();

        Assert.Equal(GateOutcome.Full, lowest.Outcome);
        Assert.Equal(GateOutcome.Full, (await low).Outcome);
        Assert.False(high.IsCompleted);
        Assert.False(middle.IsCompleted);
    }

    [Fact]
    public async Task Sends_away_at_once_when_there_is_no_waiting_room()
    {
        var gate = new PriorityGate(1, 0, _time);
        using var inside = await EnterAsync(gate, 0);

        Assert.Equal(GateOutcome.Full, (await EnterAsync(gate, 1000)).Outcome);
    }

    [Fact]
    public async Task Gives_up_after_the_time_limit_and_leaves_the_place_to_others()
    {
        var gate = new PriorityGate(1, 1, _time);
        var inside = await EnterAsync(gate, 0);
        var waiting = EnterAsync(gate, 1).AsTask();

        _time.Advance(Wait);

        Assert.Equal(GateOutcome.WaitedTooLong, (await waiting).Outcome);
        var next = EnterAsync(gate, 0).AsTask();
        inside.Dispose();
        Assert.Equal(GateOutcome.Entered, (await next).Outcome);
    }

    [Fact]
    public async Task A_caller_that_has_gone_does_not_keep_its_place()
    {
        var gate = new PriorityGate(1, 1, _time);
        using var inside = await EnterAsync(gate, 0);
        using var gone = new CancellationTokenSource();
        var waiting = gate.EnterAsync(1, Wait, CancellationToken.None, gone.Token).AsTask();

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.False(EnterAsync(gate, 0).AsTask().IsCompleted);
    }

    [Fact]
    public async Task Leaving_twice_lets_only_one_in()
    {
        var gate = new PriorityGate(1, 2, _time);
        var inside = await EnterAsync(gate, 0);
        var first = EnterAsync(gate, 2).AsTask();
        var second = EnterAsync(gate, 1).AsTask();

        inside.Dispose();
        inside.Dispose();

        Assert.Equal(GateOutcome.Entered, (await first).Outcome);
        Assert.False(second.IsCompleted);
    }

    private static ValueTask<GateEntry> EnterAsync(PriorityGate gate, decimal priority) => gate.EnterAsync(priority, Wait, CancellationToken.None, Cancel);
}
