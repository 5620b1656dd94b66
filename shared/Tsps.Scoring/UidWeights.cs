using Tsps.Domain;

namespace Tsps.Scoring;

/// <summary>Weights as the chain takes them.</summary>
/// <param name="Weights">By uid as in the score state, none of them zero; empty when there is nothing to set.</param>
/// <param name="Deregistered">Hotkeys with a weight that are not in the metagraph (any more), to be taken out of the score state.</param>
public sealed record UidWeights(IReadOnlyList<UidWeight> Weights, IReadOnlyList<Hotkey> Deregistered);
