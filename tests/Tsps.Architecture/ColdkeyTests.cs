using Tsps.Testing;

namespace Tsps.Architecture;

/// <summary>The coldkey, which owns what the hotkey earns, stays on its owner's machine.</summary>
[Trait(Categories.Name, Categories.Unit)]
public sealed class ColdkeyTests
{
    /// <summary>What is deployed, and what deploys it.</summary>
    private static readonly string[] Deployed = ["infra-bicep", "functions/Tsps.Miner", "functions/Tsps.Validator"];

    [Fact]
    public void Nothing_that_is_deployed_knows_of_a_coldkey() =>
        Offenders.None(
            "A coldkey is read by the command line alone:",
            from path in Deployed.SelectMany(folder => Repository.AllFiles(folder)).Append("local.settings.sample.json")
            where !path.EndsWith(".md", StringComparison.Ordinal) && Repository.Text(path).Contains("coldkey", StringComparison.OrdinalIgnoreCase)
            select path);

    [Fact]
    public void No_deployed_app_contains_the_command_line() =>
        Offenders.None(
            "Tsps.Local is the machine's own:",
            from assembly in ProductAssembly.All
            where assembly.Name is not "Tsps.Local" && assembly.References.Contains("Tsps.Local")
            select assembly.Name);
}
