using Tsps.Testing;

namespace Tsps.Local.Tests.Commands;

[Trait(Categories.Name, Categories.Storage)]
public sealed class RegistryCommandTests(AzuriteFixture azurite) : IDisposable
{
    private const string Alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    private const string Bob = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tsps-registry-");

    [Fact]
    public async Task Adds_lists_and_removes_neurons()
    {
        var settings = Settings();

        await SucceedAsync($"registry add --hotkey {Bob} --uid 7 --ip 203.0.113.7 --port 8091 --settings {settings}");
        await SucceedAsync($"registry add --hotkey {Alice} --uid 0 --stake 1000.5 --permit --settings {settings}");
        var both = await SucceedAsync($"registry list --settings {settings}");
        await SucceedAsync($"registry remove --uid 0 --settings {settings}");
        var one = await SucceedAsync($"registry list --settings {settings}");

        Assert.Equal([$"0 {Alice} 1000.5 yes -", $"7 {Bob} 0 no 203.0.113.7:8091"], Rows(both));
        Assert.Equal([$"7 {Bob} 0 no 203.0.113.7:8091"], Rows(one));
    }

    [Fact]
    public async Task Says_when_there_is_nothing_to_remove()
    {
        var (code, _, error) = await CommandTests.InvokeAsync("registry", "remove", "--uid", "3", "--settings", Settings());

        Assert.Equal(1, code);
        Assert.Contains("uid 3", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_hotkey_that_is_registered_elsewhere()
    {
        var settings = Settings();
        await SucceedAsync($"registry add --hotkey {Alice} --uid 1 --settings {settings}");

        var (code, _, error) = await CommandTests.InvokeAsync($"registry add --hotkey {Alice} --uid 2 --settings {settings}".Split(' '));

        Assert.Equal(1, code);
        Assert.Contains("uid 1", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_the_setting_that_is_missing()
    {
        var settings = CommandTests.WriteSettings(_folder, ("Subtensor__Netuid", "8"));

        var (code, _, error) = await CommandTests.InvokeAsync("registry", "list", "--settings", settings);

        Assert.Equal(1, code);
        Assert.Contains("AzureWebJobsStorage", error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Settings() => CommandTests.WriteSettings(_folder, ("AzureWebJobsStorage", azurite.NewAccount()), ("Subtensor__Netuid", "8"));

    private static async Task<string> SucceedAsync(string arguments)
    {
        var (code, output, error) = await CommandTests.InvokeAsync(arguments.Split(' '));
        Assert.Equal(("", 0), (error, code));
        return output;
    }

    private static IEnumerable<string> Rows(string list) =>
        list.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(row => string.Join(' ', row.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
}
