using Microsoft.Extensions.Logging;

namespace Tsps.Local.Hosting.Timers;

/// <summary>Runs timers by the clock, each in a loop of its own so that one never overlaps itself, until told to stop.</summary>
internal sealed partial class LiveTimers(IReadOnlyList<TimerListener> timers, TimeProvider clock, ILogger logger) : IDisposable
{
    /// <summary>What a stop leaves to functions after their token is cancelled (Azure facts, "The host: life").</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(15);

    // Waits in slices, so that a clock set forward or a machine that slept is noticed soon.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stopping = new();
    private Task _loops = Task.CompletedTask;

    internal void Start() => _loops = Task.WhenAll(timers.Select(timer => Task.Run(() => LoopAsync(timer, _stopping.Token))));

    /// <summary>Cancels running functions and waits for them, 10 seconds at most.</summary>
    internal async Task StopAsync()
    {
        await _stopping.CancelAsync();
        try
        {
            await _loops.WaitAsync(StopLimit, clock);
        }
        catch (TimeoutException)
        {
            CutOff(StopLimit.TotalSeconds);
        }
    }

    public void Dispose() => _stopping.Dispose();

    private async Task LoopAsync(TimerListener timer, CancellationToken stopping)
    {
        try
        {
            await PrepareAsync(timer, stopping);
            while (true)
            {
                await WaitUntilAsync(timer, stopping);
                await timer.RunAsync(stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopped while it waited.
        }
    }

    // While storage can't be reached, HTTP runs and timers don't.
    private async Task PrepareAsync(TimerListener timer, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await timer.PrepareAsync(stopping);
                return;
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                NotPrepared(exception, timer.Name, RetryDelay.TotalSeconds);
                await Task.Delay(RetryDelay, clock, stopping);
            }
        }
    }

    private async Task WaitUntilAsync(TimerListener timer, CancellationToken stopping)
    {
        stopping.ThrowIfCancellationRequested();
        while (timer.Due - clock.GetUtcNow() is { Ticks: > 0 } wait)
        {
            await Task.Delay(wait < LongestWait ? wait : LongestWait, clock, stopping);
        }
    }

    [LoggerMessage(LogLevel.Error, "Timer '{Function}' cannot read its state and does not run; trying again in {Seconds} s.")]
    private partial void NotPrepared(Exception exception, string function, double seconds);

    [LoggerMessage(LogLevel.Warning, "Functions still running {Seconds} s after the stop are cut off.")]
    private partial void CutOff(double seconds);
}
