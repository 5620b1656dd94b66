namespace Tsps.Domain;

/// <summary>
/// Weights of which the chain knows, until they are revealed, the hash alone. What is not stored before that hash is sent can never be
/// revealed.
/// </summary>
/// <param name="Hash">Hex; what the chain keeps.</param>
/// <param name="Salt">The random numbers in the hash.</param>
/// <param name="VersionKey">The version of the weights in the hash.</param>
/// <param name="PreparedAtBlock">The last final block when it was made.</param>
public sealed record WeightCommitment(
    ushort Netuid,
    Hotkey Validator,
    string Hash,
    IReadOnlyList<UidWeight> Weights,
    IReadOnlyList<ushort> Salt,
    ulong VersionKey,
    ulong PreparedAtBlock)
{
    /// <summary>Why revealing it failed the last time; null when it did not fail yet.</summary>
    public string? LastFailure { get; init; }

    /// <summary>Whether it was stored for another network, or before networks were told apart: that this chain does not know it does not say that none does.</summary>
    public bool MayBeOfAnotherChain { get; init; }
}
