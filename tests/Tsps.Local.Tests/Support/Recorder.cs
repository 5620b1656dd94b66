using System.Threading.Channels;
using Microsoft.Azure.Functions.Worker;

namespace Tsps.Local.Tests.Support;

/// <summary>What test functions tell and wait for.</summary>
internal sealed class Recorder
{
    private readonly Channel<TimerInfo> _runs = Channel.CreateUnbounded<TimerInfo>();

    /// <summary>What a blocked function waits for.</summary>
    internal TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Set when a blocked function has been entered.</summary>
    internal TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Set when a function saw its token cancelled.</summary>
    internal TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal List<string> Notes { get; } = [];

    internal void Ran(TimerInfo timer) => _runs.Writer.TryWrite(timer);

    internal bool TryNextRun() => _runs.Reader.TryRead(out _);

    internal IEnumerable<TimerInfo> TakeRuns()
    {
        while (_runs.Reader.TryRead(out var run))
        {
            yield return run;
        }
    }

    internal async Task<TimerInfo> NextRunAsync() => await _runs.Reader.ReadAsync(TestContext.Current.CancellationToken);

    internal async Task WaitForTokenAsync(CancellationToken cancellationToken)
    {
        Entered.TrySetResult();
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            Cancelled.TrySetResult();
        }
    }

    internal async Task PassGateAsync()
    {
        Entered.TrySetResult();
        await Gate.Task;
    }
}
