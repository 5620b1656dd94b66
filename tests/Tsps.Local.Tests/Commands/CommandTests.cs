using System.CommandLine;
using System.Text.Json;
using Tsps.Bittensor.Keys;
using Tsps.Local.Commands;
using Tsps.Testing;

namespace Tsps.Local.Tests.Commands;

[Trait(Categories.Name, Categories.Unit)]
public sealed class CommandTests
{
    [Theory]
    [InlineData("run everything", "everything")]
    [InlineData("run miner --port 0", "a number from 1 to 65535")]
    [InlineData("run miner --port many", "a number from 1 to 65535")]
    [InlineData("run miner --settings absent.json", "absent.json")]
    [InlineData("registry add --uid 1 --hotkey 5Grw", "--hotkey")]
    [InlineData("registry add --uid 65536 --hotkey 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", "65536")]
    [InlineData("registry add --uid 1 --hotkey 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY --ip 203.0.113.7", "--port")]
    [InlineData("registry add --uid 1 --hotkey 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY --ip here --port 8091", "'here'")]
    [InlineData("registry add --hotkey 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", "--uid")]
    public async Task Refuses_wrong_arguments_and_says_which(string arguments, string expected)
    {
        var (code, _, error) = await InvokeAsync(arguments.Split(' '));

        Assert.Equal(1, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", "registry")]
    [InlineData("run --help", "validator, miner, or all")]
    [InlineData("registry --help", "remove")]
    [InlineData("registry add --help", "--permit")]
    public async Task Explains_itself(string arguments, string expected)
    {
        var (code, output, _) = await InvokeAsync(arguments.Split(' '));

        Assert.Equal(0, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    internal static Task<(int Code, string Output, string Error)> InvokeAsync(params string[] arguments) =>
        InvokeAsync(new RootCommand { RunCommand.Create((_, _) => Task.FromResult<SecretText?>(null)), RegistryCommand.Create() }, arguments);

    internal static async Task<(int Code, string Output, string Error)> InvokeAsync(RootCommand root, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.InvokeAsync(root, arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }

    internal static string WriteSettings(DirectoryInfo folder, params (string Name, string Value)[] values)
    {
        var path = Path.Combine(folder.FullName, "settings.json");
        File.WriteAllText(path, JsonSerializer.Serialize(new { Values = values.ToDictionary(value => value.Name, value => value.Value) }));
        return path;
    }
}
