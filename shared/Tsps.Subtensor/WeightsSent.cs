using Tsps.Domain;

namespace Tsps.Subtensor;

/// <summary>The weights that a subnet was given, or committed to, and what they were made to fit.</summary>
/// <param name="Weights">As they went.</param>
/// <param name="VersionKey">The version key beside them; 0 for the local registry, which has none.</param>
/// <param name="MaxWeightsLimit">The subnet's largest share of one weight, of 65535, which they keep.</param>
/// <param name="OwnUid">The validator's.</param>
public sealed record WeightsSent(IReadOnlyList<UidWeight> Weights, ulong VersionKey, ushort MaxWeightsLimit, ushort OwnUid);
