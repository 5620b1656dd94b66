namespace Tsps.Bittensor.Axon;

/// <summary>One body's place in a <see cref="BodyRoom"/>, until disposed of.</summary>
internal sealed class BodyPlace : IDisposable
{
    private readonly CancellationTokenSource _sentAway = new();
    private readonly BodyRoom _room;
    private readonly long _arrival;

    internal BodyPlace(BodyRoom room, decimal priority, long arrival)
    {
        _room = room;
        _arrival = arrival;
        Priority = priority;
    }

    /// <summary>Cancelled when the place was given to a body of higher priority.</summary>
    public CancellationToken SentAway => _sentAway.Token;

    internal decimal Priority { get; }

    /// <summary>Bytes; the room's to change.</summary>
    internal long Held { get; set; }

    /// <summary>The highest priority first, among equals the one that came first.</summary>
    public static int Compare(BodyPlace? first, BodyPlace? second) =>
        second!.Priority.CompareTo(first!.Priority) is var byPriority and not 0 ? byPriority : first._arrival.CompareTo(second._arrival);

    /// <summary>Holds more bytes, which are given back when the place is.</summary>
    /// <returns>False when there is no room for them, or the place is gone.</returns>
    public bool TryHold(int more) => _room.TryHold(this, more);

    /// <summary>The request's turn has come: its body is sent away for nobody any more.</summary>
    /// <returns>False when that has happened already.</returns>
    public bool TrySettle() => _room.TrySettle(this);

    /// <summary>Outside the room's lock: what is cancelled may run on this thread.</summary>
    internal void Cancel() => _sentAway.Cancel();

    /// <summary>The source has no timer and nobody waits for its handle, so that it needs no disposal and may be cancelled for as long as anybody knows the place.</summary>
    public void Dispose() => _room.Leave(this);
}
