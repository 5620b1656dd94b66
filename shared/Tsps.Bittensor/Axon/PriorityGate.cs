namespace Tsps.Bittensor.Axon;

/// <summary>
/// Lets a bounded number of requests through at once. Of those that wait, the one of highest priority goes first, among equals the one that came first.
/// When the waiting room is full, the one of lowest priority is sent away.
/// </summary>
internal sealed class PriorityGate
{
    private readonly Lock _lock = new();
    private readonly SortedSet<Waiter> _waiting = new(Comparer<Waiter>.Create(Waiter.Compare));
    private readonly int _concurrency;
    private readonly int _waitingRoom;
    private readonly TimeProvider _time;
    private int _running;
    private long _arrivals;

    /// <param name="concurrency">Requests handled at once.</param>
    /// <param name="waitingRoom">Requests that may wait beyond those.</param>
    public PriorityGate(int concurrency, int waitingRoom, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(concurrency);
        ArgumentOutOfRangeException.ThrowIfNegative(waitingRoom);
        ArgumentNullException.ThrowIfNull(time);
        _concurrency = concurrency;
        _waitingRoom = waitingRoom;
        _time = time;
    }

    /// <summary>Waits for its turn, for at most <paramref name="maximumWait"/>.</summary>
    /// <param name="sentAway">Cancelled when its place is needed for another.</param>
    /// <exception cref="OperationCanceledException">The caller has gone.</exception>
    /// <returns>Only an entry whose outcome is <see cref="GateOutcome.Entered"/> is in; it leaves when disposed of.</returns>
    public async ValueTask<GateEntry> EnterAsync(decimal priority, TimeSpan maximumWait, CancellationToken sentAway, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Arrive(priority) is not { } waiter)
        {
            return new GateEntry(this, GateOutcome.Entered);
        }

        using var timeLimit = new CancellationTokenSource(maximumWait, _time);
        await using var onTimeLimit = timeLimit.Token.Register(() => SendAway(waiter, static waiter => waiter.Decide(GateOutcome.WaitedTooLong))).ConfigureAwait(false);
        await using var onSentAway = sentAway.Register(() => SendAway(waiter, static waiter => waiter.Decide(GateOutcome.Full))).ConfigureAwait(false);
        await using var onCancelled = cancellationToken.Register(() => SendAway(waiter, static waiter => waiter.Cancel())).ConfigureAwait(false);
        return new GateEntry(this, await waiter.Outcome.ConfigureAwait(false));
    }

    internal void Leave()
    {
        Waiter? next;
        lock (_lock)
        {
            next = _waiting.Min;
            if (next is null)
            {
                _running--;
            }
            else
            {
                _waiting.Remove(next);
            }
        }

        next?.Decide(GateOutcome.Entered);
    }

    private Waiter? Arrive(decimal priority)
    {
        Waiter waiter;
        Waiter? sentAway = null;
        lock (_lock)
        {
            if (_running < _concurrency)
            {
                _running++;
                return null;
            }

            waiter = new Waiter(priority, _arrivals++);
            _waiting.Add(waiter);
            if (_waiting.Count > _waitingRoom)
            {
                sentAway = _waiting.Max!;
                _waiting.Remove(sentAway);
            }
        }

        sentAway?.Decide(GateOutcome.Full);
        return waiter;
    }

    private void SendAway(Waiter waiter, Action<Waiter> decide)
    {
        bool waited;
        lock (_lock)
        {
            waited = _waiting.Remove(waiter);
        }

        if (waited)
        {
            decide(waiter);
        }
    }

    private sealed class Waiter(decimal priority, long arrival)
    {
        private readonly TaskCompletionSource<GateOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<GateOutcome> Outcome => _outcome.Task;

        public static int Compare(Waiter? first, Waiter? second) =>
            second!.Priority.CompareTo(first!.Priority) is var byPriority and not 0 ? byPriority : first.Arrival.CompareTo(second.Arrival);

        public void Decide(GateOutcome outcome) => _outcome.TrySetResult(outcome);

        public void Cancel() => _outcome.TrySetCanceled(CancellationToken.None);

        private decimal Priority { get; } = priority;

        private long Arrival { get; } = arrival;
    }
}
