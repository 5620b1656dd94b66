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

        using var first = await gate.EnterAsync(0, Wait, CancellationToken.None, Cancel);
        using var second = await gate.EnterAsync(0, Wait, CancellationToken.None, Cancel);
        var third = gate.EnterAsync(0, Wait, CancellationToken.None, Cancel).AsTask();

        Assert.Equal(GateOutcome.Entered, second.Outcome);
        Assert.False(third.IsCompleted);
        first.Dispose();
        Assert.Equal(GateOutcome.Entered, (await third).Outcome);
    }

    [Fact]
    public async Task Lets_the_highest_stake_in_first_and_the_earlier_among_equals()
    {
        var gate = new PriorityGate(1, 10, _time);
        var inside = await gate.EnterAsync(0, Wait, CancellationToken.None, Cancel);
        List<string> order = [];
        Task[] waiting = [Follow("poor", 1), Follow("rich", 100), Follow("also rich", 100), Follow("middling", 50)];

        inside.Dispose();
        await Task.WhenAll(waiting);

        Assert.Equal(["rich", "also rich", "middling", "poor"], order);

        async Task Follow(string name, decimal stake)
        {
            using var entry = await gate.EnterAsync(stake, Wait, CancellationToken.None, Cancel);
            order.Add(name);
        }
    }

    [Fact]
    public async Task Sends_the_lowest_stake_away_when_the_waiting_room_is_full()
    {
        var gate = new PriorityGate(1, 2, _time);
        using var inside = await gate.EnterAsync(0, Wait, CancellationToken.None, Cancel);
        var low = gate.EnterAsync(1, Wait, CancellationToken.None, Cancel).AsTask();
        var high = gate.EnterAsync(3, Wait, CancellationToken.None, Cancel).AsTask();

        var lowest = await gate.EnterAsync(0.5m, Wait, CancellationToken.None, Cancel);
        var middle = gate.EnterAsync(2, Wait, CancellationToken.None, Cancel).AsTask();

        Assert.Equal(GateOutcome.Full, lowest.Outcome);
        Assert.Equal(GateOutcome.Full, (await low).Outcome);
        Assert.False(high.IsCompleted);
        Assert.False(middle.IsCompleted);
    }

    [Fact]
    public async Task Sends_away_at_once_when_there_is_no_waiting_room()
    {
        var gate = new PriorityGate(1, 0, _time);
        using var inside = await gate.EnterAsync(0, Wait, CancellationToken.None, Cancel);

        Assert.Equal(GateOutcome.Full, (await gate.EnterAsync(1000, Wait, CancellationToken.None, Cancel)).Outcome);
    }

    [Fact]
    public async Task Gives_up_after_the_time_limit_and_leaves_the_place_to_others()
    {
        var gate = new PriorityGate(1, 1, _time);
        var inside = await gate.EnterAsync(0, Wait, CancellationToken.None, Cancel);
        var waiting = gate.EnterAsync(1, Wait, CancellationToken.None, Cancel).AsTask();

        _time.Advance(Wait);

        Assert.Equal(GateOutcome.WaitedTooLong, (await waiting).Outcome);
        var next = gate.EnterAsync(0, Wait, CancellationToken.None, Cancel).AsTask();
        inside.Dispose();
        Assert.Equal(GateOutcome.Entered, (await next).Outcome);
    }

    [Fact]
    public async Task A_caller_that_has_gone_does_not_keep_its_place()
    {
        var gate = new PriorityGate(1, 1, _time);
        using var inside = await gate.EnterAsync(0, Wait, CancellationToken.None, Cancel);
        using var gone = new CancellationTokenSource();
        var waiting = gate.EnterAsync(1, Wait, CancellationToken.None, gone.Token).AsTask();

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.False(gate.EnterAsync(0, Wait, CancellationToken.None, Cancel).AsTask().IsCompleted);
    }

    [Fact]
    public async Task Leaving_twice_lets_only_one_in()
    {
        var gate = new PriorityGate(1, 2, _time);
        var inside = await gate.EnterAsync(0, Wait, CancellationToken.None, Cancel);
        var first = gate.EnterAsync(2, Wait, CancellationToken.None, Cancel).AsTask();
        var second = gate.EnterAsync(1, Wait, CancellationToken.None, Cancel).AsTask();

        inside.Dispose();
        inside.Dispose();

        Assert.Equal(GateOutcome.Entered, (await first).Outcome);
        Assert.False(second.IsCompleted);
    }
}
