namespace Tsps.Domain;

/// <summary>One subnet among those of all chains: different ones number theirs alike.</summary>
/// <param name="Chain">The chain's genesis hash, hex; <c>registry</c> for the local one.</param>
public sealed record Subnet(string Chain, ushort Netuid)
{
    /// <summary>Whether both are known and are not the same. What earlier versions stored does not tell its subnet: that may be any.</summary>
    public static bool AreDifferent(Subnet? one, Subnet? other) => one is not null && other is not null && one != other;

    public override string ToString() => $"subnet {Netuid} of {Chain}";
}
