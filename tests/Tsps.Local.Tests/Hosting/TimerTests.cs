using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tsps.Local.Hosting;
using Tsps.Local.Hosting.Timers;
using Tsps.Local.Replay;
using Tsps.Local.Tests.Support;
using Tsps.Testing;

namespace Tsps.Local.Tests.Hosting;

[Trait(Categories.Name, Categories.Unit)]
public sealed class TimerTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 2, 0, TimeSpan.Zero);

    private readonly ReplayClock _clock = new(Start);
    private readonly InMemoryTimerStatusStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tells_the_first_run_of_no_last_run()
    {
        var runs = await RunAsync<FiveMinutes>(Start.AddMinutes(4));

        var run = Assert.Single(runs);
        Assert.False(run.IsPastDue);
        Assert.Equal(DateTime.MinValue, run.ScheduleStatus!.Last);
        Assert.Equal(Start.AddMinutes(3).UtcDateTime, run.ScheduleStatus.Next);
    }

    [Fact]
    public async Task Tells_a_later_run_of_the_one_before()
    {
        var runs = await RunAsync<FiveMinutes>(Start.AddMinutes(10));

        Assert.Equal(2, runs.Count);
        Assert.Equal(Start.AddMinutes(3).UtcDateTime, runs[1].ScheduleStatus!.Last);
        Assert.Equal(Start.AddMinutes(8).UtcDateTime, runs[1].ScheduleStatus!.Next);
    }

    [Fact]
    public async Task Runs_once_at_start_when_runs_were_missed_and_tells_the_old_times()
    {
        await _store.WriteAsync("test", "FiveMinutes", Status("2025-12-31T23:00:00Z", "2025-12-31T23:05:00Z"), Token);

        var runs = await RunAsync<FiveMinutes>(Start.AddMinutes(4));

        Assert.Equal([true, false], runs.Select(run => run.IsPastDue));
        Assert.Equal(Status("2025-12-31T23:00:00Z", "2025-12-31T23:05:00Z").Next, runs[0].ScheduleStatus!.Next);
        Assert.Equal(Start.UtcDateTime, runs[1].ScheduleStatus!.Last);
    }

    [Fact]
    public async Task Is_not_past_due_when_the_schedule_has_changed()
    {
        await _store.WriteAsync("test", "FiveMinutes", Status("2025-12-31T23:00:00Z", "2025-12-31T23:30:00Z"), Token);

        var run = Assert.Single(await RunAsync<FiveMinutes>(Start.AddMinutes(4)));

        Assert.False(run.IsPastDue);
        Assert.Equal(DateTime.MinValue, run.ScheduleStatus!.Last);
    }

    [Fact]
    public async Task Is_past_due_when_the_first_occurrence_was_missed()
    {
        await using (var host = await StartAsync<FiveMinutes>())
        {
            await ReplayAsync(host, Start.AddMinutes(1));
        }

        _clock.AdvanceTo(Start.AddMinutes(9));
        var runs = await RunAsync<FiveMinutes>(Start.AddMinutes(9));

        Assert.True(Assert.Single(runs).IsPastDue);
    }

    [Fact]
    public async Task Keeps_a_failed_run_as_run()
    {
        await using var host = await StartAsync<Failing>();

        await ReplayAsync(host, Start.AddMinutes(4));

        var kept = await _store.ReadAsync("test", "Failing", Token);
        Assert.Equal(Start.AddMinutes(3).UtcDateTime, kept!.Last);
        Assert.Equal(Start.AddMinutes(8).UtcDateTime, kept.Next);
    }

    [Fact]
    public async Task Does_not_monitor_a_schedule_of_less_than_a_minute()
    {
        var runs = await RunAsync<HalfMinutes>(Start.AddMinutes(1));

        Assert.Equal(2, runs.Count);
        Assert.All(runs, run => Assert.Null(run.ScheduleStatus));
        Assert.Null(await _store.ReadAsync("test", "HalfMinutes", Token));
    }

    [Fact]
    public async Task Runs_at_start_what_asks_for_it()
    {
        var runs = await RunAsync<AtStart>(Start.AddMinutes(4));

        Assert.Equal(2, runs.Count);
        Assert.All(runs, run => Assert.False(run.IsPastDue));
    }

    [Theory]
    [InlineData("Schedule", "%Schedule%")]
    [InlineData("Timers:Schedule", "%Timers__Schedule%")]
    [InlineData("Timers:Schedule", "%Timers:Schedule%")]
    public void Takes_the_schedule_from_a_setting(string key, string reference)
    {
        var app = TestApp.Of<FiveMinutes>((key, "0 */7 * * * *"));

        var schedule = Listen(reference).ResolveSchedule(app.Configuration);

        Assert.Equal("0 */7 * * * *", schedule.Expression);
    }

    [Fact]
    public async Task Leaves_out_only_the_function_whose_setting_is_missing()
    {
        var log = new LogLines();
        var app = App<Unresolved>() with { IncludesType = type => type == typeof(Unresolved) || type == typeof(FiveMinutes) };
        await using var host = await app.WithLog(log).StartAsync();

        await ReplayAsync(host, Start.AddMinutes(4));

        Assert.False((await host.Recorder().NextRunAsync()).IsPastDue);
        Assert.False(host.Recorder().TryNextRun());
        Assert.Contains(log.All, line => line.Level == LogLevel.Error && line.Text.Contains("'Unresolved'", StringComparison.Ordinal) && line.Text.Contains("MissingSchedule", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Does_not_run_a_disabled_timer()
    {
        await using var host = await (TestApp.Of<FiveMinutes>(("AzureWebJobs.FiveMinutes.Disabled", "true")) with { Clock = _clock }).StartAsync();

        await ReplayAsync(host, Start.AddHours(1));

        Assert.False(host.Recorder().TryNextRun());
    }

    [Theory]
    [InlineData("* * * *")]
    [InlineData("*/5 * * * *")]
    [InlineData("hourly")]
    [InlineData("61 * * * * *")]
    public void Says_what_a_schedule_looks_like(string expression)
    {
        var refused = Assert.Throws<FormatException>(() => TimerSchedule.Parse(expression));

        Assert.Contains($"'{expression}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("six fields", refused.Message, StringComparison.Ordinal);
    }

    private FunctionApp App<TFunctions>() => TestApp.Of<TFunctions>() with { Clock = _clock, TimerStatus = _store };

    private Task<FunctionHost> StartAsync<TFunctions>() => App<TFunctions>().StartAsync();

    private Task ReplayAsync(FunctionHost host, DateTimeOffset until) => new ReplayScheduler(_clock, [host]).RunAsync(until, _ => { }, Token);

    private async Task<List<TimerInfo>> RunAsync<TFunctions>(DateTimeOffset until)
    {
        await using var host = await StartAsync<TFunctions>();
        await ReplayAsync(host, until);
        return [.. host.Recorder().TakeRuns()];
    }

    private static TimerFunction Listen(string schedule)
    {
        var method = typeof(FiveMinutes).GetMethod(nameof(FiveMinutes.Run))!;
        return new TimerFunction(
            new Tsps.Local.Hosting.Invocation.FunctionMethod("FiveMinutes", method, method.GetParameters()[0]), new TimerTriggerAttribute(schedule));
    }

    private static TimerStatus Status(string last, string next) => new(Utc(last), Utc(next), Utc(last));

    private static DateTime Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).UtcDateTime;

    internal sealed class FiveMinutes(Recorder recorder)
    {
        [Function("FiveMinutes")]
        public void Run([TimerTrigger("0 */5 * * * *")] TimerInfo timer) => recorder.Ran(timer);
    }

    internal sealed class HalfMinutes(Recorder recorder)
    {
        [Function("HalfMinutes")]
        public void Run([TimerTrigger("*/30 * * * * *")] TimerInfo timer) => recorder.Ran(timer);
    }

    internal sealed class AtStart(Recorder recorder)
    {
        [Function("AtStart")]
        public void Run([TimerTrigger("0 */5 * * * *", RunOnStartup = true)] TimerInfo timer) => recorder.Ran(timer);
    }

    internal sealed class Failing
    {
        [Function("Failing")]
        public Task RunAsync([TimerTrigger("0 */5 * * * *")] TimerInfo timer) => throw new InvalidOperationException("on purpose");
    }

    internal sealed class Unresolved(Recorder recorder)
    {
        [Function("Unresolved")]
        public void Run([TimerTrigger("%MissingSchedule%")] TimerInfo timer) => recorder.Ran(timer);
    }
}
