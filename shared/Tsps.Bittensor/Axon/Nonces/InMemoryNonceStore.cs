namespace Tsps.Bittensor.Axon.Nonces;

/// <summary>Nonces in the memory of this process: for one instance that forgets at a restart, and in front of a shared store.</summary>
/// <remarks>
/// Holds a bounded number of callers. When it is full, rows that have expired go first, then those used longest ago.
/// </remarks>
public sealed class InMemoryNonceStore : INonceStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<NonceKey, LinkedListNode<Row>> _rows = [];
    private readonly LinkedList<Row> _byLastUse = [];
    private readonly int _capacity;
    private readonly TimeProvider _time;

    /// <param name="capacity">Callers remembered at most; each takes some 300 bytes.</param>
    public InMemoryNonceStore(TimeProvider time, int capacity = 100_000)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _time = time;
        _capacity = capacity;
    }

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _rows.Count;
            }
        }
    }

    public bool TryFindHeld(NonceKey key, out Int128? last)
    {
        lock (_lock)
        {
            last = Find(key)?.Value.Nonce;
        }

        return true;
    }

    public ValueTask<Int128?> FindAsync(NonceKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TryFindHeld(key, out var last);
        return ValueTask.FromResult(last);
    }

    public ValueTask<bool> TryAdvanceAsync(NonceKey key, Int128 nonce, DateTimeOffset keepUntil, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var node = Find(key);
            if (node is not null && node.Value.Nonce >= nonce)
            {
                return ValueTask.FromResult(false);
            }

            if (node is not null)
            {
                Remove(node);
            }
            else if (_rows.Count >= _capacity)
            {
                MakeRoom();
            }

            _rows.Add(key, _byLastUse.AddLast(new Row(key, nonce, keepUntil)));
            return ValueTask.FromResult(true);
        }
    }

    private LinkedListNode<Row>? Find(NonceKey key)
    {
        if (!_rows.TryGetValue(key, out var node))
        {
            return null;
        }

        if (node.Value.KeepUntil > _time.GetUtcNow())
        {
            return node;
        }

        Remove(node);
        return null;
    }

    private void MakeRoom()
    {
        var now = _time.GetUtcNow();
        for (var node = _byLastUse.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.KeepUntil <= now)
            {
                Remove(node);
            }

            node = next;
        }

        // A tenth at once, so that a full store does not walk all its rows for every new caller.
        while (_rows.Count > _capacity - Math.Max(1, _capacity / 10))
        {
            Remove(_byLastUse.First!);
        }
    }

    private void Remove(LinkedListNode<Row> node)
    {
        _byLastUse.Remove(node);
        _rows.Remove(node.Value.Key);
    }

    private sealed record Row(NonceKey Key, Int128 Nonce, DateTimeOffset KeepUntil);
}
