using System.Diagnostics.CodeAnalysis;

namespace Tsps.Bittensor.Axon;

/// <summary>
/// Room for the bodies of requests whose turn has not come: so many at once, and so many bytes together with those that are being handled. When it
/// runs out, bodies of the lowest priority are sent away for one of higher priority, whether they are still arriving or wait for their turn.
/// </summary>
internal sealed class BodyRoom
{
    private readonly Lock _lock = new();
    private readonly SortedSet<BodyPlace> _pending = new(Comparer<BodyPlace>.Create(BodyPlace.Compare));
    private readonly int _bodies;
    private readonly long _bytes;
    private long _held;
    private long _arrivals;

    /// <param name="bodies">Bodies that are read, or wait for their turn, at once.</param>
    /// <param name="bytes">Bytes of all bodies, also of those being handled.</param>
    public BodyRoom(int bodies, long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bodies);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        _bodies = bodies;
        _bytes = bytes;
    }

    /// <summary>A place for a body, none of whose bytes are held yet.</summary>
    /// <returns>False when there is no room, and nobody of lower priority to make some.</returns>
    public bool TryEnter(decimal priority, [NotNullWhen(true)] out BodyPlace? place)
    {
        BodyPlace? sentAway = null;
        lock (_lock)
        {
            place = new BodyPlace(this, priority, _arrivals++);
            if (_pending.Count >= _bodies)
            {
                if (LowestBelow(place) is not { } lowest)
                {
                    place = null;
                    return false;
                }

                SendAway(sentAway = lowest);
            }

            _pending.Add(place);
        }

        sentAway?.Cancel();
        return true;
    }

    internal bool TryHold(BodyPlace place, int more)
    {
        List<BodyPlace> sentAway = [];
        bool isHeld;
        lock (_lock)
        {
            while (_held + more > _bytes && LowestBelow(place) is { } lowest)
            {
                SendAway(lowest);
                sentAway.Add(lowest);
            }

            isHeld = _held + more <= _bytes && _pending.Contains(place);
            if (isHeld)
            {
                _held += more;
                place.Held += more;
            }
        }

        sentAway.ForEach(lowest => lowest.Cancel());
        return isHeld;
    }

    internal bool TrySettle(BodyPlace place)
    {
        lock (_lock)
        {
            return _pending.Remove(place);
        }
    }

    internal void Leave(BodyPlace place)
    {
        lock (_lock)
        {
            _pending.Remove(place);
            Release(place);
        }
    }

    private BodyPlace? LowestBelow(BodyPlace place) =>
        _pending.Max is { } lowest && lowest.Priority < place.Priority ? lowest : null;

    private void SendAway(BodyPlace place)
    {
        _pending.Remove(place);
        Release(place);
    }

    private void Release(BodyPlace place)
    {
        _held -= place.Held;
        place.Held = 0;
    }
}
