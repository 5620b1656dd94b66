using System.CommandLine;
using Tsps.Bittensor.Keys;
using Tsps.Local.Commands;
using Tsps.Testing;

namespace Tsps.Local.Tests.Commands;

[Trait(Categories.Name, Categories.Unit)]
public sealed class ChainArgumentTests
{
    [Theory]
    [InlineData("chain status --network mars", "mars")]
    [InlineData("chain status --netuid 65536", "65536")]
    [InlineData("chain serve --ip here", "'here'")]
    [InlineData("chain weights --set 1", "'1'")]
    [InlineData("chain weights --set 1=0.5,1=0.6", "'1=0.6'")]
    [InlineData("chain weights --set 1=-1", "'1=-1'")]
    [InlineData("chain weights --mechanism 16", "--mechanism is '16'")]
    [InlineData("chain weights --reveal --set 1=1", "--set and --reveal are two commands")]
    public async Task Refuses_wrong_arguments_and_says_which(string arguments, string expected)
    {
        var (code, _, error) = await CommandTests.InvokeAsync(Root(), arguments.Split(' '));

        Assert.Equal(1, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("test", "", 77)]
    [InlineData("test", "--network test", 77)]
    [InlineData("test", "--network finney", 8)]
    [InlineData("finney", "--network test", 3)]
    [InlineData("registry", "", 8)]
    [InlineData("finney", "--network test --netuid 5", 5)]
    public void A_netuid_in_the_settings_is_of_the_network_in_the_settings(string network, string arguments, int expected)
    {
        var folder = Directory.CreateTempSubdirectory("tsps-");
        try
        {
            var options = new ChainOptions();
            var command = new Command("chain");
            options.All.ToList().ForEach(command.Add);
            var settings = CommandTests.WriteSettings(folder, ("Subtensor__Network", network), ("Subtensor__Netuid", "77"));

            var target = options.Read(command.Parse([.. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--settings", settings]));

            Assert.Equal(expected, target.Netuid);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Says_where_nobody_answers()
    {
        var (code, _, error) = await CommandTests.InvokeAsync(Root(), "chain", "status", "--network", "ws://127.0.0.1:9");

        Assert.Equal(1, code);
        Assert.Contains("127.0.0.1:9", error, StringComparison.Ordinal);
        Assert.Contains("Check the address that --network", error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n'), line => line.Contains("failed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ws://me:SECRET@127.0.0.1:9/rpc?key=SECRET")]
    [InlineData("http://me:SECRET@127.0.0.1:9/rpc?key=SECRET")]
    public async Task Says_so_without_the_password_and_key_of_the_address(string network)
    {
        var (code, output, error) = await CommandTests.InvokeAsync(Root(), "chain", "status", "--network", network);

        Assert.Equal(1, code);
        Assert.Contains("://***@127.0.0.1:9/rpc?***", error, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", output + error, StringComparison.Ordinal);
    }

    private static RootCommand Root() => new() { ChainCommand.Create((_, _) => Task.FromResult<SecretText?>(null), (_, _) => Task.FromResult(false)) };
}
