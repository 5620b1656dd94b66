using Tsps.Testing;

namespace Tsps.Architecture;

/// <summary>References go one way: functions -> validation, mining -> neurons -> the libraries of one concern each -> domain.</summary>
[Trait(Categories.Name, Categories.Unit)]
public sealed class DependencyTests
{
    private static readonly Dictionary<string, int> Ranks = new()
    {
        ["Tsps.Domain"] = 0,
        ["Tsps.Drand"] = 0,
        ["Tsps.Azurite"] = 1,
        ["Tsps.Bittensor"] = 1,
        ["Tsps.Chopsticks"] = 1,
        ["Tsps.Forecasting"] = 1,
        ["Tsps.Markets"] = 1,
        ["Tsps.Scoring"] = 1,
        ["Tsps.Storage"] = 1,
        ["Tsps.Subtensor"] = 1,
        ["Tsps.Neurons"] = 2,
        ["Tsps.Mining"] = 3,
        ["Tsps.Validation"] = 3,
        ["Tsps.Miner"] = 4,
        ["Tsps.Validator"] = 4,
        ["Tsps.Local"] = 5,
    };

    private static readonly string[] PureAssemblies = ["Tsps.Domain", "Tsps.Drand", "Tsps.Scoring"];

    private static readonly string[] InputAndOutput =
    [
        "System.Console", "System.Environment", "System.TimeProvider.get_System", "System.Random.get_Shared",
        "System.Diagnostics.Process", "System.IO.Directory", "System.IO.File", "System.IO.FileInfo", "System.IO.FileStream",
        "System.Net.Dns", "System.Net.Http.", "System.Net.Sockets.", "System.Net.WebSockets.",
        "System.Threading.Thread.",

        // All that is static; what draws from a generator that was handed in is no source of its own.
        "System.Security.Cryptography.RandomNumberGenerator.Create", "System.Security.Cryptography.RandomNumberGenerator.Fill",
        "System.Security.Cryptography.RandomNumberGenerator.GetInt32", "System.Security.Cryptography.RandomNumberGenerator.GetItems",
        "System.Security.Cryptography.RandomNumberGenerator.GetHexString", "System.Security.Cryptography.RandomNumberGenerator.GetString",
        "System.Security.Cryptography.RandomNumberGenerator.Shuffle",
    ];

    private static readonly string[] KnownToBeWrong =
    [
        "Substrate.NetApi.Model.Types.Account", "Substrate.NetApi.Model.Types.Base.AccountId", "Substrate.NetApi.Model.Types.Base.BlockNumber",
        "Substrate.NetApi.Model.Extrinsics.UnCheckedExtrinsic", "Substrate.NetApi.Model.Extrinsics.Payload", "Substrate.NetApi.Model.Extrinsics.SignedExtensions",
        "Substrate.NetApi.SubstrateClient.get_MetaData", "Substrate.NetApi.SubstrateClient.get_Author", "Schnorrkel.",
    ];

    [Fact]
    public void Knows_the_rank_of_every_product_project() =>
        Offenders.None("Give these a rank here:", ProductAssembly.All.Select(assembly => assembly.Name).Where(name => !Ranks.ContainsKey(name)));

    [Fact]
    public void References_go_only_to_lower_ranks() =>
        Offenders.None(
            "Dependencies are one-way, from the functions down to the domain:",
            from assembly in ProductAssembly.All
            from reference in assembly.References
            where Ranks.ContainsKey(reference) && Ranks[reference] >= Ranks[assembly.Name]
            select $"{assembly.Name} -> {reference}");

    [Fact]
    public void Project_files_name_only_lower_ranks() =>
        Offenders.None(
            "Dependencies are one-way, from the functions down to the domain:",
            from project in Repository.ProductProjects
            let name = Path.GetFileNameWithoutExtension(project)
            let text = Repository.Text(project)
            from other in Ranks.Keys
            where text.Contains($"/{other}.csproj", StringComparison.Ordinal) && Ranks[other] >= Ranks[name]
            select $"{name} -> {other}");

    [Fact]
    public void Pure_rooms_reference_the_framework_and_the_domain_only() =>
        Offenders.None(
            "These rooms compute from their arguments alone:",
            from assembly in Pure()
            from reference in assembly.References
            where !reference.StartsWith("System.", StringComparison.Ordinal) && reference != "Tsps.Domain"
            select $"{assembly.Name} -> {reference}");

    [Fact]
    public void Pure_rooms_do_no_input_or_output_and_take_time_and_chance_as_arguments() =>
        Offenders.None(
            "These rooms compute from their arguments alone:",
            from assembly in Pure()
            from member in assembly.MembersUsed
            where InputAndOutput.Any(prefix => Matches(member, prefix))
            select $"{assembly.Name} uses {member}");

    [Fact]
    public void The_Azure_SDK_stays_behind_storage_and_subtensor_and_what_composes_them() =>
        Offenders.None(
            "Azure.* is for Tsps.Storage, Tsps.Subtensor, Tsps.Neurons, which gives them their clients, and the functions:",
            from assembly in ProductAssembly.All
            where assembly.Name is not ("Tsps.Storage" or "Tsps.Subtensor" or "Tsps.Neurons") && !IsFunctions(assembly)
            from reference in assembly.References
            where reference.StartsWith("Azure.", StringComparison.Ordinal)
            select $"{assembly.Name} -> {reference}");

    [Fact]
    public void Only_the_functions_use_the_functions_worker() =>
        Offenders.None(
            "The libraries know nothing of the host that runs them:",
            from assembly in ProductAssembly.All
            where !IsFunctions(assembly)
            from reference in assembly.References
            where reference.StartsWith("Microsoft.Azure.Functions", StringComparison.Ordinal) || reference.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
            select $"{assembly.Name} -> {reference}");

    [Fact]
    public void Only_subtensor_uses_the_substrate_library() =>
        Offenders.None(
            "Substrate.NetApi stays behind Tsps.Subtensor:",
            from assembly in ProductAssembly.All
            where assembly.Name != "Tsps.Subtensor" && assembly.References.Contains("Substrate.NetApi")
            select assembly.Name);

    [Fact]
    public void Nothing_of_the_substrate_library_is_used_that_is_known_to_be_wrong() =>
        Offenders.None(
            "It prepends bytes to accounts, encodes some values and extrinsics wrongly, reads old metadata only and takes signatures that are none:",
            from assembly in ProductAssembly.All
            from member in assembly.MembersUsed
            where KnownToBeWrong.Any(prefix => Matches(member, prefix))
            select $"{assembly.Name} uses {member}");

    [Fact]
    public void No_product_project_knows_of_stand_ins() =>
        Offenders.None(
            "Product projects reference the real packages only:",
            Repository.ProductProjects.Where(project => Repository.Text(project).Contains("standin", StringComparison.OrdinalIgnoreCase)));

    [Fact]
    public void The_solution_holds_every_project()
    {
        var solution = Repository.Text("Tsps.Functions.sln").Replace('\\', '/');
        Offenders.None("Add these to Tsps.Functions.sln:", Repository.AllProjects.Where(project => !solution.Contains(project, StringComparison.Ordinal)));
    }

    private static IEnumerable<ProductAssembly> Pure() => ProductAssembly.All.Where(assembly => PureAssemblies.Contains(assembly.Name));

    private static bool IsFunctions(ProductAssembly assembly) => Ranks.GetValueOrDefault(assembly.Name) >= Ranks["Tsps.Miner"];

    private static bool Matches(string member, string prefix) =>
        member == prefix || member.StartsWith(prefix.TrimEnd('.') + ".", StringComparison.Ordinal);
}
