using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tsps.Bittensor.Keys;
using Tsps.Domain;
using Tsps.Local.Apps;
using Tsps.Local.Commands;
using Tsps.Local.Demo;
using Tsps.Local.Hosting;
using Tsps.Markets;
using Tsps.Markets.Simulation;
using Tsps.Subtensor;
using Tsps.Testing;

namespace Tsps.Local.Tests.Commands;

/// <summary>Asks the real miner, on loopback.</summary>
[Trait(Categories.Name, Categories.Storage)]
public sealed class AskCommandTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const ushort Netuid = 8;
    private const string CallerMnemonic = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
    private const string MinerMnemonic = "legal winner thank year wave sausage worth useful legal winner thank yellow";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tsps-ask-");
    private readonly string _miner = AddressOf(MinerMnemonic);
    private readonly string _caller = AddressOf(CallerMnemonic);
    private readonly CandleSeries _minersCandles = SimulatedCandles.Generate(3, TimeProvider.System.GetUtcNow().AddDays(-4), 1000);
    private FunctionHost? _host;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Endpoint => $"127.0.0.1:{_host!.Address.Port}";

    public async ValueTask InitializeAsync()
    {
        var account = azurite.NewAccount();
        var registry = new LocalRegistry(new TableServiceClient(account), TimeProvider.System);
        await registry.AddAsync(Netuid, new Neuron(0, new Hotkey(_caller), 1000, ValidatorPermit: true, Axon: null), Token);
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = account,
            ["Subtensor:Netuid"] = Netuid.ToString(CultureInfo.InvariantCulture),
            ["Wallet:Mnemonic"] = MinerMnemonic,
            ["Miner:HashMinutes"] = "any",
            ["Miner:ForwardMinutes"] = "any",
        }).Build();
        var miner = SubnetApps.Miner("miner", settings);
        _host = new FunctionHost(miner with
        {
            EndPoint = new IPEndPoint(IPAddress.Loopback, 0),
            Register = (services, configuration) =>
            {
                services.AddSingleton<ICandleSource>(new ReplayCandleSource(_minersCandles, "simulated", TimeProvider.System));
                miner.Register(services, configuration);
            },
        });
        await _host.StartAsync(Token);
    }

    [Fact]
    public async Task Shows_the_forecast_for_simulated_candles_and_says_that_they_are()
    {
        var (code, output, error) = await AskAsync();

        Assert.Equal(("", 0), (error, code));
        Assert.Contains($"{Endpoint} of {_miner}", Value(output, "axon"), StringComparison.Ordinal);
        Assert.Equal(_caller, Value(output, "asked by"));
        Assert.StartsWith("7200, SIMULATED", Value(output, "candles"), StringComparison.Ordinal);
        Assert.StartsWith("200 ", Value(output, "status"), StringComparison.Ordinal);
        Assert.StartsWith("100 closes, float", Value(output, "forecast"), StringComparison.Ordinal);
        Assert.Matches("^[0-9.]+ s$", Value(output, "time"));
        Assert.Matches("^request [1-9][0-9]{5} bytes, answer [1-9][0-9]+ bytes$", Value(output, "sizes"));
    }

    [Fact]
    public async Task Gives_everything_as_JSON_for_candles_of_a_file()
    {
        var candles = SimulatedCandles.Generate(7, new DateTimeOffset(2024, 5, 1, 0, 0, 0, TimeSpan.Zero), 900);
        var file = Path.Combine(_folder.FullName, "candles.csv.gz");
        await CandleFile.WriteAsync(file, candles, Token);

        var (code, output, error) = await AskAsync("--json", "--candles", file);

        Assert.Equal(("", 0), (error, code));
        using var json = JsonDocument.Parse(output);
        var answer = json.RootElement;
        Assert.True(answer.GetProperty("success").GetBoolean());
        Assert.Equal(200, answer.GetProperty("status").GetInt32());
        Assert.Equal(_caller, answer.GetProperty("caller").GetString());
        Assert.Equal((file, 900), (answer.GetProperty("candles").GetProperty("file").GetString(), answer.GetProperty("candles").GetProperty("count").GetInt32()));
        Assert.False(answer.GetProperty("candles").GetProperty("simulated").GetBoolean());
        // The miner repeats the last close unless it is told of a model.
        Assert.Equal(Enumerable.Repeat(candles[^1].Close, 100), answer.GetProperty("closes").EnumerateArray().Select(close => close.GetDouble()));
    }

    [Theory]
    [InlineData("Synapse", null)]
    [InlineData("TrainingForward", "forecast")]
    [InlineData("LiveBackward", "received")]
    [InlineData("TrainingBackward", "received")]
    public async Task Asks_every_synapse_of_v4(string synapse, string? answered)
    {
        var (code, output, _) = await AskAsync("--synapse", synapse);

        Assert.Equal(0, code);
        Assert.StartsWith($"{synapse} (v4)", Value(output, "synapse"), StringComparison.Ordinal);
        Assert.Equal(answered is not null, output.Contains($"\n{answered ?? "forecast"} ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sends_no_samples_to_v6_whose_miner_has_its_own()
    {
        var (code, output, error) = await AskAsync("--generation", "v6", "--json");

        Assert.Equal(("", 0), (error, code));
        using var json = JsonDocument.Parse(output);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("candles").ValueKind);
        Assert.InRange(json.RootElement.GetProperty("requestBytes").GetInt64(), 1, 5000);
        Assert.All(json.RootElement.GetProperty("closes").EnumerateArray(), close => Assert.Equal(_minersCandles[^1].Close, close.GetDouble()));
    }

    [Fact]
    public async Task Shows_the_commitment_to_a_forecast()
    {
        var (code, output, _) = await AskAsync("--synapse", "LiveForwardHash");

        Assert.Equal(0, code);
        Assert.StartsWith("LiveForwardHash (v6)", Value(output, "synapse"), StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{64}$", Value(output, "commitment"));
    }

    [Fact]
    public async Task Asks_for_a_commitment_then_for_the_forecast_and_says_that_they_match()
    {
        var (code, output, error) = await AskAsync("--generation", "v6", "--hash-first", "--pause", "0.2");

        Assert.Equal(("", 0), (error, code));
        Assert.Matches("^[0-9a-f]{64}$", Value(output, "commitment"));
        Assert.StartsWith("yes", Value(output, "matches"), StringComparison.Ordinal);
        Assert.Equal(2, output.Split('\n').Count(line => line.StartsWith("status      200 ", StringComparison.Ordinal)));
        Assert.Contains("LiveForward (v6) after 0.2 s", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gives_commitment_and_forecast_as_one_JSON_object()
    {
        var (code, output, error) = await AskAsync("--pause", "0.2", "--json");

        Assert.Equal(("", 0), (error, code));
        using var json = JsonDocument.Parse(output);
        Assert.True(json.RootElement.GetProperty("matchesCommitment").GetBoolean());
        Assert.Equal(64, json.RootElement.GetProperty("commitment").GetString()!.Length);
        Assert.Equal(100, json.RootElement.GetProperty("closes").GetArrayLength());
        Assert.Equal("LiveForward", json.RootElement.GetProperty("synapse").GetString());
    }

    [Fact]
    public async Task Does_not_ask_for_a_forecast_where_nothing_was_committed_to()
    {
        var (code, output, _) = await InvokeAsync(Settings(Keypair.GenerateMnemonic().Chars.ToString()), "--axon", Endpoint, "--hotkey", _miner, "--hash-first");

        Assert.Equal(1, code);
        Assert.StartsWith("403 ", Value(output, "status"), StringComparison.Ordinal);
        Assert.DoesNotContain("matches", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_an_unregistered_caller_is_not_admitted()
    {
        var (code, output, _) = await InvokeAsync(
            Settings(Keypair.GenerateMnemonic().Chars.ToString()), "--axon", Endpoint, "--hotkey", _miner);

        Assert.Equal(1, code);
        Assert.StartsWith("403 ", Value(output, "status"), StringComparison.Ordinal);
        Assert.Contains("not admitted", Value(output, "meaning"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_what_a_refused_signature_comes_from()
    {
        var (code, output, _) = await InvokeAsync(Settings(CallerMnemonic), "--axon", Endpoint, "--hotkey", _caller);

        Assert.Equal(1, code);
        Assert.StartsWith("401 ", Value(output, "status"), StringComparison.Ordinal);
        Assert.Contains("another than the one given", Value(output, "meaning"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_nobody_listens()
    {
        var (code, output, _) = await InvokeAsync(Settings(CallerMnemonic), "--axon", $"127.0.0.1:{FreePorts.Take()}", "--hotkey", _miner, "--json");

        Assert.Equal(1, code);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(503, json.RootElement.GetProperty("status").GetInt32());
        Assert.Equal("Unreachable", json.RootElement.GetProperty("fault").GetString());
        Assert.Contains("firewall", json.RootElement.GetProperty("meaning").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("closes").ValueKind);
    }

    [Theory]
    [InlineData("--axon|here:8091", "here:8091")]
    [InlineData("--axon|127.0.0.1", "a port")]
    [InlineData("--axon|0.0.0.0:8091", "0.0.0.0:8091")]
    [InlineData("--axon|127.0.0.1:1|--synapse|Nonsense", "Nonsense")]
    [InlineData("--axon|127.0.0.1:1|--generation|v5", "v5")]
    [InlineData("--axon|127.0.0.1:1|--timeout|0", "'0'")]
    [InlineData("--axon|127.0.0.1:1|--synapse|TrainingForward|--generation|v6", "v6 has")]
    [InlineData("--axon|127.0.0.1:1|--synapse|LiveForwardHash|--generation|v4", "no LiveForwardHash")]
    [InlineData("--axon|127.0.0.1:1|--hash-first|--generation|v4", "LiveForward of generation v6")]
    [InlineData("--axon|127.0.0.1:1|--pause|5|--synapse|Synapse", "LiveForward of generation v6")]
    [InlineData("--axon|127.0.0.1:1|--pause|-1", "'-1'")]
    [InlineData("--axon|127.0.0.1:1|--candles|absent.csv", "absent.csv")]
    [InlineData("--axon|127.0.0.1:1|--generation|v6|--candles|absent.csv", "carry samples")]
    [InlineData("--axon|127.0.0.1:1|--wallet-name|nobody", "nobody")]
    public async Task Refuses_wrong_arguments_and_says_which(string arguments, string expected)
    {
        var (code, output, error) = await InvokeAsync(Settings(CallerMnemonic), ["--hotkey", _miner, .. arguments.Split('|')]);

        Assert.Equal(1, code);
        Assert.DoesNotContain("status", output, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _host!.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static string AddressOf(string mnemonic)
    {
        using var keypair = Keypair.FromMnemonic(mnemonic);
        return keypair.Hotkey.Address;
    }

    private string Settings(string mnemonic) => CommandTests.WriteSettings(_folder, ("Wallet__Mnemonic", mnemonic), ("Wallet__Path", _folder.FullName));

    private Task<(int Code, string Output, string Error)> AskAsync(params string[] arguments) =>
        InvokeAsync(Settings(CallerMnemonic), ["--axon", Endpoint, "--hotkey", _miner, .. arguments]);

    private static Task<(int Code, string Output, string Error)> InvokeAsync(string settings, params string[] arguments) =>
        CommandTests.InvokeAsync(new RootCommand { AskCommand.Create((_, _) => Task.FromResult<SecretText?>(null)) }, ["ask", "--settings", settings, .. arguments]);

    private static string Value(string output, string label) =>
        Assert.Single(output.Split('\n'), line => line.StartsWith(label + " ", StringComparison.Ordinal))[label.Length..].Trim();
}
