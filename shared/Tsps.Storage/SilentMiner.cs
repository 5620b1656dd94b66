using Tsps.Domain;

namespace Tsps.Storage;

/// <summary>A miner that did not answer when it was last asked.</summary>
/// <param name="Axon">Where it was asked, as text; elsewhere it may be awake.</param>
/// <param name="Misses">Rounds in a row without an answer.</param>
/// <param name="AskAgainAt">Not asked before; null when it is asked as ever.</param>
/// <param name="RequestUuid">The last round that was counted, so that a round which is asked again counts once.</param>
public sealed record SilentMiner(Hotkey Hotkey, string Axon, int Misses, DateTimeOffset? AskAgainAt, Guid RequestUuid);
