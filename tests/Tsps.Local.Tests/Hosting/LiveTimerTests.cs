using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Tsps.Local.Hosting;
using Tsps.Local.Hosting.Timers;
using Tsps.Local.Tests.Support;
using Tsps.Testing;

namespace Tsps.Local.Tests.Hosting;

[Trait(Categories.Name, Categories.Unit)]
public sealed class LiveTimerTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runs_at_each_occurrence()
    {
        await using var host = await App<Ticks>().StartAsync();
        await host.Recorder().NextRunAsync();

        await AdvanceUntilAsync(host.Recorder().NextRunAsync(), TimeSpan.FromSeconds(20));
        var third = await AdvanceUntilAsync(host.Recorder().NextRunAsync(), TimeSpan.FromSeconds(20));

        Assert.Equal(new DateTime(2026, 1, 1, 0, 2, 0), third.ScheduleStatus!.Next);
    }

    [Fact]
    public async Task Never_overlaps_itself_and_follows_a_long_run_at_once()
    {
        await using var host = await App<Slow>().StartAsync();
        var recorder = host.Recorder();
        await recorder.Entered.Task.WaitAsync(Token);
        await recorder.NextRunAsync();

        _clock.Advance(TimeSpan.FromMinutes(2.5));
        Assert.False(recorder.TryNextRun());
        recorder.Gate.SetResult();
        var second = await recorder.NextRunAsync();

        Assert.False(second.IsPastDue);
        Assert.Equal(new DateTime(2026, 1, 1, 0, 0, 0), second.ScheduleStatus!.Last);
        Assert.Equal(new DateTime(2026, 1, 1, 0, 1, 0), second.ScheduleStatus.Next);
    }

    [Fact]
    public async Task Cancels_running_timers_when_it_stops()
    {
        await using var host = await App<Waits>().StartAsync();
        await host.Recorder().Entered.Task.WaitAsync(Token);

        await host.StopAsync();

        Assert.True(host.Recorder().Cancelled.Task.IsCompleted);
    }

    [Fact]
    public async Task Cuts_off_after_ten_seconds_what_ignores_its_token()
    {
        var log = new LogLines();
        await using var host = await App<Slow>().WithLog(log).StartAsync();
        await host.Recorder().Entered.Task.WaitAsync(Token);

        await AdvanceUntilAsync(StopAsync(host), TimeSpan.FromSeconds(1));

        Assert.Contains(log.All, line => line.Level == LogLevel.Warning && line.Text.Contains("cut off", StringComparison.Ordinal));
        host.Recorder().Gate.SetResult();
    }

    [Fact]
    public async Task Lets_http_calls_end_while_timers_keep_firing()
    {
        var app = App<Ticks>() with { IncludesType = type => type == typeof(Ticks) || type == typeof(Calls) };
        await using var host = await app.StartAsync();
        var recorder = host.Recorder();
        await recorder.NextRunAsync();
        using var client = host.Client();
        var call = client.GetAsync(new Uri("Call", UriKind.Relative), Token);
        await recorder.Entered.Task.WaitAsync(Token);

        var stopping = host.StopAsync();
        await AdvanceUntilAsync(recorder.NextRunAsync(), TimeSpan.FromSeconds(20));
        Assert.False(stopping.IsCompleted);
        recorder.Gate.SetResult();

        Assert.Equal(HttpStatusCode.OK, (await call).StatusCode);
        await stopping;
    }

    [Fact]
    public async Task Serves_http_while_the_timers_state_cannot_be_read_and_runs_them_once_it_can()
    {
        var store = new UnreachableStore();
        var app = App<Ticks>() with { IncludesType = type => type == typeof(Ticks) || type == typeof(Calls), TimerStatus = store };
        await using var host = await app.StartAsync();
        host.Recorder().Gate.SetResult();
        await store.Asked.Task.WaitAsync(Token);

        using var client = host.Client();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("Call", UriKind.Relative), Token)).StatusCode);
        Assert.False(host.Recorder().TryNextRun());

        store.IsReachable = true;
        await AdvanceUntilAsync(host.Recorder().NextRunAsync(), TimeSpan.FromSeconds(5));
    }

    private static async Task<bool> StopAsync(FunctionHost host)
    {
        await host.StopAsync();
        return true;
    }

    // The loops take up the fake time on their own threads, so it is moved on until they have.
    private async Task<T> AdvanceUntilAsync<T>(Task<T> awaited, TimeSpan step)
    {
        while (!awaited.IsCompleted)
        {
            _clock.Advance(step);
            await Task.WhenAny(awaited, Task.Delay(20, Token));
        }

        return await awaited;
    }

    private FunctionApp App<TFunctions>() => TestApp.Of<TFunctions>() with { Clock = _clock };

    private sealed class UnreachableStore : ITimerStatusStore
    {
        private readonly InMemoryTimerStatusStore _inner = new();

        internal bool IsReachable { get; set; }

        internal TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<TimerStatus?> ReadAsync(string hostId, string function, CancellationToken cancellationToken)
        {
            Asked.TrySetResult();
            return IsReachable ? _inner.ReadAsync(hostId, function, cancellationToken) : throw new IOException("on purpose");
        }

        public Task WriteAsync(string hostId, string function, TimerStatus status, CancellationToken cancellationToken) =>
            _inner.WriteAsync(hostId, function, status, cancellationToken);
    }

    internal sealed class Ticks(Recorder recorder)
    {
        [Function("Ticks")]
        public void Run([TimerTrigger("0 * * * * *", RunOnStartup = true)] TimerInfo timer) => recorder.Ran(timer);
    }

    internal sealed class Slow(Recorder recorder)
    {
        [Function("Slow")]
        public async Task RunAsync([TimerTrigger("0 * * * * *", RunOnStartup = true)] TimerInfo timer)
        {
            recorder.Ran(timer);
            await recorder.PassGateAsync();
        }
    }

    internal sealed class Waits(Recorder recorder)
    {
        [Function("Waits")]
        public Task RunAsync([TimerTrigger("0 * * * * *", RunOnStartup = true)] TimerInfo timer, CancellationToken cancellationToken) =>
            recorder.WaitForTokenAsync(cancellationToken);
    }

    internal sealed class Calls(Recorder recorder)
    {
        [Function("Call")]
        public Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => recorder.PassGateAsync();
    }
}
