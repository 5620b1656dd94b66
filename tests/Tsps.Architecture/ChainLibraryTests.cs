using Tsps.Testing;

namespace Tsps.Architecture;

/// <summary>Substrate.NetApi is the transport and the base types; what it is known to get wrong is not called.</summary>
[Trait(Categories.Name, Categories.Unit)]
public sealed class ChainLibraryTests
{
    /// <summary>Addresses that encode with a byte too many or turn themselves round, extrinsics that are wrong unsigned, and an sr25519 that takes forged signatures.</summary>
    private static readonly string[] Forbidden = ["Account", "AccountId", "BlockNumber", "UnCheckedExtrinsic", "Method", "Payload", "Author", "TransactionWatchCalls"];

    [Fact]
    public void Only_the_chains_own_room_knows_the_library() =>
        Offenders.None(
            "Substrate.NetApi stays behind Tsps.Subtensor:",
            from assembly in ProductAssembly.All
            where assembly.Name != "Tsps.Subtensor" && assembly.References.Any(name => name.StartsWith("Substrate", StringComparison.Ordinal))
            select assembly.Name);

    [Fact]
    public void The_librarys_accounts_extrinsics_and_signatures_are_not_used() =>
        Offenders.None(
            "Sign with an IHotkeySigner, make extrinsics with SignedExtrinsic:",
            from assembly in ProductAssembly.All
            from member in assembly.MembersUsed
            let parts = member.Split('.')
            where parts[0] is "Substrate" or "Schnorrkel" && parts.Any(Forbidden.Contains)
            select $"{assembly.Name} uses {member}");

    [Fact]
    public void No_other_library_of_its_signs_or_verifies() =>
        Offenders.None(
            "sr25519 is Tsps.Bittensor's:",
            from assembly in ProductAssembly.All
            from reference in assembly.References
            where reference.Contains("Schnorrkel", StringComparison.OrdinalIgnoreCase) || reference.Contains("Chaos.NaCl", StringComparison.OrdinalIgnoreCase)
            select $"{assembly.Name} refers to {reference}");
}
