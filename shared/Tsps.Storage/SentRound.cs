namespace Tsps.Storage;

/// <summary>A round whose weights were sent.</summary>
/// <param name="StreamId">Of the stream.</param>
/// <param name="Slot">The key of its slot: what was sent follows from its <c>weights.json</c>.</param>
/// <param name="Uids">The uids of the hotkeys that the document names as registered, in its order.</param>
public sealed record SentRound(string StreamId, string Slot, IReadOnlyList<int> Uids);
