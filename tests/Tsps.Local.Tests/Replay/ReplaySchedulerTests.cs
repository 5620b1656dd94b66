using Microsoft.Azure.Functions.Worker;
using Tsps.Local.Hosting;
using Tsps.Local.Replay;
using Tsps.Local.Tests.Support;
using Tsps.Testing;

namespace Tsps.Local.Tests.Replay;

[Trait(Categories.Name, Categories.Unit)]
public sealed class ReplaySchedulerTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ReplayClock _clock = new(Start);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runs_in_the_order_of_time_then_hosts_then_names()
    {
        await using var first = await App<Two>("first").StartAsync();
        await using var second = await App<One>("second").StartAsync();

        var steps = await StepsAsync([first, second], Start.AddMinutes(15));

        Assert.Equal(
            ["05 first A", "05 second A", "10 first A", "10 first B", "10 second A", "15 first A", "15 second A"],
            steps.Select(step => $"{step.Time:mm} {step.App} {step.Function}"));
    }

    [Fact]
    public async Task Leaves_the_clock_at_the_end_and_goes_on_from_there()
    {
        await using var host = await App<One>("host").StartAsync();
        var scheduler = new ReplayScheduler(_clock, [host]);
        var times = new List<DateTimeOffset>();

        await scheduler.RunAsync(Start.AddMinutes(7), step => times.Add(step.Time), Token);
        Assert.Equal(Start.AddMinutes(7), _clock.GetUtcNow());
        await scheduler.RunAsync(Start.AddMinutes(10), step => times.Add(step.Time), Token);

        Assert.Equal([Start.AddMinutes(5), Start.AddMinutes(10)], times);
    }

    [Fact]
    public async Task Gives_functions_the_time_of_the_occurrence()
    {
        await using var host = await App<TellsTime>("host").StartAsync();

        await StepsAsync([host], Start.AddMinutes(10));

        Assert.Equal(["00:05:00", "00:10:00"], host.Recorder().Notes);
    }

    [Fact]
    public async Task Goes_on_after_a_failed_run_and_says_so()
    {
        await using var host = await App<Fails>("host").StartAsync();

        var steps = await StepsAsync([host], Start.AddMinutes(10));

        Assert.Equal([false, false], steps.Select(step => step.Succeeded));
    }

    [Fact]
    public async Task Stops_when_told_to()
    {
        await using var host = await App<One>("host").StartAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var steps = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new ReplayScheduler(_clock, [host]).RunAsync(
            Start.AddDays(1),
            _ =>
            {
                steps++;
                stop.Cancel();
            },
            stop.Token));

        Assert.Equal(1, steps);
    }

    [Fact]
    public async Task Refuses_a_host_on_another_clock()
    {
        await using var host = await App<One>("stranger").StartAsync();

        var refused = Assert.Throws<ArgumentException>(() => new ReplayScheduler(new ReplayClock(Start), [host]));

        Assert.Contains("stranger", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_clock_does_not_go_back()
    {
        _clock.AdvanceTo(Start.AddHours(1));

        Assert.Throws<ArgumentOutOfRangeException>(() => _clock.AdvanceTo(Start));
        Assert.Equal(Start.AddHours(1), _clock.GetUtcNow());
    }

    private FunctionApp App<TFunctions>(string name) => TestApp.Of<TFunctions>() with { Name = name, Clock = _clock };

    private async Task<List<ReplayStep>> StepsAsync(IReadOnlyList<FunctionHost> hosts, DateTimeOffset until)
    {
        var steps = new List<ReplayStep>();
        await new ReplayScheduler(_clock, hosts).RunAsync(until, steps.Add, Token);
        return steps;
    }

    internal sealed class One(Recorder recorder)
    {
        [Function("A")]
        public void Run([TimerTrigger("0 */5 * * * *")] TimerInfo timer) => recorder.Ran(timer);
    }

    internal sealed class Two(Recorder recorder)
    {
        [Function("B")]
        public void RunB([TimerTrigger("0 */10 * * * *")] TimerInfo timer) => recorder.Ran(timer);

        [Function("A")]
        public void RunA([TimerTrigger("0 */5 * * * *")] TimerInfo timer) => recorder.Ran(timer);
    }

    internal sealed class TellsTime(Recorder recorder, TimeProvider clock)
    {
        [Function("TellsTime")]
        public void Run([TimerTrigger("0 */5 * * * *")] TimerInfo timer) => recorder.Notes.Add($"{clock.GetUtcNow():HH:mm:ss}");
    }

    internal sealed class Fails
    {
        [Function("Fails")]
        public void Run([TimerTrigger("0 */5 * * * *")] TimerInfo timer) => throw new InvalidOperationException("on purpose");
    }
}
