using Tsps.Local.Hosting;
using Tsps.Local.Hosting.Timers;

namespace Tsps.Local.Replay;

/// <summary>
/// Drives the timers of several hosts in replayed time: the clock jumps from occurrence to occurrence and each run is awaited before the
/// next, as fast as the work allows. What is due at the same time runs in the order of the hosts, then of the functions' names.
/// </summary>
public sealed class ReplayScheduler
{
    private readonly ReplayClock _clock;
    private readonly IReadOnlyList<(FunctionHost Host, TimerListener Timer)> _timers;
    private bool _prepared;

    /// <exception cref="ArgumentException">A host is on another clock.</exception>
    public ReplayScheduler(ReplayClock clock, IReadOnlyList<FunctionHost> hosts)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        if (hosts.FirstOrDefault(host => host.Clock != clock) is { } stranger)
        {
            throw new ArgumentException($"{stranger.Name} is not on the clock of this replay.", nameof(hosts));
        }

        _clock = clock;
        _timers = [.. hosts.SelectMany(host => host.Timers, (host, timer) => (host, timer))];
    }

    /// <summary>Runs all that is due up to and including <paramref name="until"/> and leaves the clock there; may be called again to go on.</summary>
    /// <param name="onStep">Told of each run after it; a slow one slows the replay.</param>
    /// <param name="cancellationToken">Stops after the run in progress, whose token it is too.</param>
    public async Task RunAsync(DateTimeOffset until, Action<ReplayStep> onStep, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(onStep);
        await PrepareAsync(cancellationToken);
        while (_timers.Count > 0 && _timers.MinBy(entry => entry.Timer.Due) is var (host, timer) && timer.Due <= until)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _clock.AdvanceTo(Max(timer.Due, _clock.GetUtcNow()));
            var succeeded = await timer.RunAsync(cancellationToken);
            onStep(new ReplayStep(_clock.GetUtcNow(), host.Name, timer.Name, succeeded));
        }

        _clock.AdvanceTo(Max(until, _clock.GetUtcNow()));
    }

    private static DateTimeOffset Max(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_prepared)
        {
            return;
        }

        foreach (var (_, timer) in _timers)
        {
            await timer.PrepareAsync(cancellationToken);
        }

        _prepared = true;
    }
}
