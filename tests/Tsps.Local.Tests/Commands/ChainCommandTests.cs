using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Bittensor.Keys;
using Tsps.Chopsticks;
using Tsps.Local.Commands;
using Tsps.Subtensor;
using Tsps.Subtensor.Development;
using Tsps.Testing;

namespace Tsps.Local.Tests.Commands;

/// <summary>The commands on a real runtime, as a user types them.</summary>
[Trait(Categories.Name, Categories.EndToEnd)]
public sealed class ChainCommandTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const ushort Netuid = 1;
    private const string ColdkeyPhrase = "possible photo sunny supply kangaroo jump imitate pair only mail output cube";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tsps-chain-");
    private ChopsticksProcess? _chain;
    private bool _confirms = true;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var options = Options();
        if (options.Hindrance is null)
        {
            _chain = await ChopsticksProcess.StartAsync(options, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        if (_chain is not null)
        {
            await _chain.DisposeAsync();
        }
    }

    [Fact]
    public async Task Registers_announces_weighs_and_shows_it_all()
    {
        var development = await PrepareAsync();

        var status = Json(await RunAsync(0, "chain status --json"));
        Assert.Equal("node-subtensor", status.GetProperty("specName").GetString());
        Assert.Equal(100, status.GetProperty("hyperparameters").GetProperty("tempo").GetInt32());
        Assert.Contains("registration", await RunAsync(0, "chain status"), StringComparison.Ordinal);

        // Nothing is registered by looking, by refusing, or by trying again.
        var dry = await RunAsync(0, "chain register --dry-run --wallet-name tsps --hotkey validator");
        Assert.Contains("SubtensorModule.burned_register", dry, StringComparison.Ordinal);
        Assert.Contains("1 TAO", dry, StringComparison.Ordinal);
        Assert.Contains("may set weights once it is registered", await RunAsync(0, "chain weights --wallet-name tsps --hotkey validator"), StringComparison.Ordinal);
        _confirms = false;
        var refused = await RunAsync(1, "chain register --wallet-name tsps --hotkey validator");
        Assert.Contains("nothing was sent", refused, StringComparison.Ordinal);
        _confirms = true;
        Assert.Empty(Json(await RunAsync(0, "wallet overview --wallet-name tsps --json")).GetProperty("neurons").EnumerateArray());
        var registered = await RunAsync(0, "chain register --wallet-name tsps --hotkey validator");
        Assert.Contains("Registered as uid 1", registered, StringComparison.Ordinal);
        Assert.Contains("event       SubtensorModule.NeuronRegistered", registered, StringComparison.Ordinal);
        Assert.Contains("100 TAO before, 99 TAO after", registered, StringComparison.Ordinal);
        Assert.Contains("already, as uid 1", await RunAsync(0, "chain register --wallet-name tsps --hotkey validator"), StringComparison.Ordinal);

        var unregistered = await RunAsync(1, "chain serve --ip 203.0.113.7 --wallet-name tsps --hotkey stranger --dry-run");
        Assert.Contains("not registered on subnet 1", unregistered, StringComparison.Ordinal);
        Assert.Contains("not registered on subnet 1", await RunAsync(1, "chain serve --ip 203.0.113.7 --wallet-name tsps --hotkey stranger"), StringComparison.Ordinal);
        var served = "chain serve --ip 203.0.113.7 --port 8091 --wallet-name tsps --hotkey validator";
        var dryServe = await RunAsync(0, $"{served} --dry-run");
        Assert.Contains("SubtensorModule.serve_axon", dryServe, StringComparison.Ordinal);
        Assert.Contains("fee         0 TAO", dryServe, StringComparison.Ordinal);
        Assert.Contains("AxonServed", await RunAsync(0, $"{served} --wait-for-finalization"), StringComparison.Ordinal);
        Assert.Contains("says the same already. Nothing would be sent", await RunAsync(0, $"{served} --dry-run"), StringComparison.Ordinal);
        Assert.Contains("says the same already. Nothing was sent", await RunAsync(0, served), StringComparison.Ordinal);
        Assert.Contains("203.0.113.7:8092", await RunAsync(0, "chain serve --ip 203.0.113.7 --port 8092 --wallet-name tsps --hotkey validator --dry-run"), StringComparison.Ordinal);

        var weights = "chain weights --wallet-name tsps --hotkey validator";
        var dryWeights = await RunAsync(0, $"{weights} --set 0=1,1=0.5 --dry-run");
        Assert.Contains("SubtensorModule.set_weights", dryWeights, StringComparison.Ordinal);
        Assert.Empty(Json(await RunAsync(0, $"{weights} --json")).GetProperty("set").EnumerateArray());
        Assert.Matches(@"set in block \d+\.\s+extrinsic   0x[0-9a-f]{64}\s", await RunAsync(0, $"{weights} --set 0=1,1=0.5 --wait-for-finalization"));
        Assert.Equal([65535, 32768], Json(await RunAsync(0, $"{weights} --json")).GetProperty("set").EnumerateArray().Select(weight => weight.GetProperty("value").GetInt32()));
        Assert.Contains("32768", await RunAsync(0, weights), StringComparison.Ordinal);

        foreach (var option in (string[])["", " --json", " --set 0=1", " --set 0=1 --dry-run"])
        {
            var unknown = await RunAsync(1, $"{weights} --mechanism 1{option}");
            Assert.Contains("knows no mechanisms: each subnet has mechanism 0 only, not 1. Nothing was sent.", unknown, StringComparison.Ordinal);
        }


        var row = Assert.Single(Json(await RunAsync(0, "wallet overview --wallet-name tsps --json")).GetProperty("neurons").EnumerateArray());
        Assert.Equal("203.0.113.7:8091", row.GetProperty("axon").GetString());
        Assert.Equal("validator", row.GetProperty("name").GetString());
        var overview = await RunAsync(0, "wallet overview --wallet-name tsps");
        Assert.All((string[])["uid", "active", "stake", "rank", "trust", "consensus", "incentive", "dividends", "emission", "permit", "updated", "axon"], column => Assert.Contains(column, overview, StringComparison.Ordinal));
        Assert.Contains("203.0.113.7:8091", await RunAsync(0, "chain metagraph"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_stored_commitments_and_reveals_none_of_them_in_a_dry_run()
    {
        var development = await PrepareAsync();
        var settings = CommandTests.WriteSettings(_folder, ("AzureWebJobsStorage", azurite.NewAccount()));
        var weights = $"chain weights --wallet-name tsps --hotkey validator --settings {settings}";
        await RunAsync(0, "chain register --wallet-name tsps --hotkey validator");
        var netuid = BitConverter.GetBytes(Netuid);
        await development.WriteAsync(
            [
                new StorageWrite("SubtensorModule", "CommitRevealWeightsEnabled", [1], netuid),
                new StorageWrite("SubtensorModule", "Tempo", BitConverter.GetBytes((ushort)5), netuid),
            ],
            Token);

        Assert.Contains("No commitment is stored", await RunAsync(0, $"{weights} --reveal --dry-run"), StringComparison.Ordinal);
        Assert.Contains("No commitment of this hotkey is stored", await RunAsync(0, $"{weights} --reveal"), StringComparison.Ordinal);
        Assert.Contains("SubtensorModule.commit_weights", await RunAsync(0, $"{weights} --set 0=1,1=0.5 --dry-run"), StringComparison.Ordinal);
        Assert.Matches(@"committed.*\s+extrinsic   0x[0-9a-f]{64}\s", await RunAsync(0, $"{weights} --set 0=1,1=0.5"));
        Assert.Contains("committed in block", await RunAsync(0, $"{weights} --reveal --dry-run"), StringComparison.Ordinal);
        await development.BuildBlocksAsync(5, Token);
        for (var run = 0; run < 2; run++)
        {
            Assert.Contains("would be revealed now", await RunAsync(0, $"{weights} --reveal --dry-run"), StringComparison.Ordinal);
        }

        Assert.Empty(Json(await RunAsync(0, $"{weights} --json")).GetProperty("set").EnumerateArray());
        Assert.Contains("are revealed in block", await RunAsync(0, $"{weights} --reveal"), StringComparison.Ordinal);
        Assert.Equal(2, Json(await RunAsync(0, $"{weights} --json")).GetProperty("set").GetArrayLength());
        Assert.Contains("No commitment is stored", await RunAsync(0, $"{weights} --reveal --dry-run"), StringComparison.Ordinal);
    }

    /// <summary>A funded coldkey, no limits, and a wallet with a hotkey.</summary>
    private async Task<DevelopmentChain> PrepareAsync()
    {
        Assert.SkipWhen(_chain is null, Options().Hindrance ?? "The chain did not start.");
        using var coldkey = Keypair.FromMnemonic(ColdkeyPhrase);
        var development = new DevelopmentChain(new SubtensorClient(
            new SubtensorOptions { Network = SubtensorNetwork.Parse(_chain!.Uri.OriginalString) }, TimeProvider.System, NullLogger<SubtensorClient>.Instance));
        await development.FundAsync([coldkey], 100, Token);
        await development.LiftLimitsAsync(Netuid, Token);
        await development.BuildBlocksAsync(1, Token);
        await RunAsync(0, "wallet new --wallet-name tsps --hotkey validator");
        await RunAsync(0, "wallet new --wallet-name tsps --hotkey stranger");
        return development;
    }

    private async Task<string> RunAsync(int expectedCode, string command)
    {
        string[] arguments = [.. command.Split(' '), "--wallet-path", _folder.FullName];
        if (!command.StartsWith("wallet new", StringComparison.Ordinal))
        {
            arguments = [.. arguments, "--network", _chain!.Uri.OriginalString, "--netuid", "1"];
        }

        var (code, output, error) = await CommandTests.InvokeAsync(Root(), arguments);
        Assert.True(code == expectedCode, $"{command}: {output} {error}");
        return output + error;
    }

    private RootCommand Root()
    {
        Task<SecretText?> ReadSecret(string question, CancellationToken cancellationToken)
        {
            return Task.FromResult<SecretText?>(new SecretText(ColdkeyPhrase));
        }

        return new RootCommand { ChainCommand.Create(ReadSecret, (_, _) => Task.FromResult(_confirms)), WalletCommand.Create(ReadSecret) };
    }

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    private static ChopsticksOptions Options()
    {
        var options = new ChopsticksOptions();
        var beside = Path.Combine(GoldenFile.RepositoryRoot, "..", "shared", "chain", "raonet.json");
        return options.Specification is null && File.Exists(beside) ? options with { Specification = beside } : options;
    }
}
