namespace Tsps.Local.Hosting.Invocation;

/// <summary>The token of one run: cancelled by its caller or by the timeout of host.json.</summary>
internal sealed class RunLimit : IDisposable
{
    private readonly TimeSpan _timeout;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;

    internal RunLimit(TimeSpan timeout, TimeProvider clock, CancellationToken caller)
    {
        _timeout = timeout;
        _caller = caller;
        _timer = new CancellationTokenSource(timeout, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(caller, _timer.Token);
    }

    internal CancellationToken Token => _either.Token;

    /// <summary>Whether the caller wants no more: a client that went away, a host that stops.</summary>
    internal bool IsCalledOff => _caller.IsCancellationRequested;

    /// <summary>A run that outlasted its timeout has failed, whatever it gave in the end.</summary>
    internal void ThrowIfTimedOut(string function)
    {
        if (_timer.IsCancellationRequested && !IsCalledOff)
        {
            throw new TimeoutException($"'{function}' exceeded the functionTimeout of {_timeout}.");
        }
    }

    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }
}
