using Tsps.Domain;

namespace Tsps.Subtensor;

/// <summary>The weights that a validator set last on the local registry.</summary>
public sealed record RegistryWeights(DateTimeOffset SetAt, IReadOnlyList<UidWeight> Weights);
