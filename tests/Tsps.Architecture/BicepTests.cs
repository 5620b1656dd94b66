using System.Diagnostics;
using System.Text.Json;
using Tsps.Testing;

namespace Tsps.Architecture;

/// <summary>The Azure templates, as the real Bicep compiler reads them.</summary>
[Trait(Categories.Name, Categories.Unit)]
public sealed class BicepTests
{
    private const string CompilerVariable = "TSPS_BICEP";

    private static readonly Lazy<Task<JsonElement>> Compiled = new(CompileOnceAsync);

    [Fact]
    public async Task Templates_compile_without_errors_or_warnings()
    {
        var (exitCode, output, messages) = await RunAsync("build", Template("main.bicep"), "--stdout", "--no-restore");

        Assert.Equal("", messages);
        Assert.Equal(0, exitCode);
        using var template = JsonDocument.Parse(output);
        Assert.True(template.RootElement.TryGetProperty("resources", out _));
    }

    [Fact]
    public async Task The_hotkey_comes_from_the_vault_by_the_apps_own_identity()
    {
        var app = Module(await CompileAsync(), "miner");
        var vaultRole = Single(app, "Microsoft.Authorization/roleAssignments", resource => Text(resource, "scope").Contains("Microsoft.KeyVault/vaults", StringComparison.Ordinal)).GetProperty("properties");
        var site = Single(app, "Microsoft.Web/sites").GetProperty("properties");
        var vault = Single(app, "Microsoft.KeyVault/vaults").GetProperty("properties");
        var settings = Text(Single(app, "Microsoft.Web/sites/config"), "properties");

        Assert.Contains("keyVaultSecretsUser", Text(vaultRole, "roleDefinitionId"), StringComparison.Ordinal);
        Assert.Contains("Microsoft.ManagedIdentity/userAssignedIdentities", Text(vaultRole, "principalId"), StringComparison.Ordinal);
        Assert.Contains("Microsoft.ManagedIdentity/userAssignedIdentities", Text(site, "keyVaultReferenceIdentity"), StringComparison.Ordinal);
        Assert.True(vault.GetProperty("enableRbacAuthorization").GetBoolean());
        Assert.Contains("'Wallet__Mnemonic', format('@Microsoft.KeyVault(SecretUri={0}secrets/{1})', reference(resourceId('Microsoft.KeyVault/vaults'", settings, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_host_leaves_every_path_to_the_axon()
    {
        var settings = Text(Single(Module(await CompileAsync(), "miner"), "Microsoft.Web/sites/config"), "properties");
        var host = await File.ReadAllTextAsync(Path.Combine(GoldenFile.RepositoryRoot, "functions", "Tsps.Miner", "host.json"), TestContext.Current.CancellationToken);

        Assert.Contains("'AzureWebJobsDisableHomepage', 'true'", settings, StringComparison.Ordinal);
        Assert.Contains("\"routePrefix\": \"\"", host, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("miner")]
    [InlineData("validator")]
    public async Task The_metagraphs_timer_finds_its_schedule(string app)
    {
        var template = await CompileAsync();

        Assert.Equal("0 25,55 * * * *", template.GetProperty("parameters").GetProperty("metagraphSchedule").GetProperty("defaultValue").GetString());
        Assert.Contains("subtensorSettings", Text(Deployment(template, app).GetProperty("parameters").GetProperty("settings"), "value"), StringComparison.Ordinal);
        Assert.Contains("parameters('metagraphSchedule')", template.GetProperty("variables").GetProperty("subtensorSettings").GetProperty("MetagraphSchedule").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_secret_is_a_parameter_or_an_output()
    {
        var template = await CompileAsync();
        foreach (var part in new[] { template, Module(template, "miner"), Module(template, "validator"), Module(template, "axon"), Module(template, "address"), Module(template, "logs") })
        {
            Assert.DoesNotContain("secure", part.TryGetProperty("parameters", out var parameters) ? parameters.GetRawText() : "", StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotMatch("(?i)secret|mnemonic|listKeys|connectionString|password", part.TryGetProperty("outputs", out var outputs) ? outputs.GetRawText() : "");
        }
    }

    /// <summary>A call comes through the gateway and the host, which is the loopback: both add an address to X-Forwarded-For.</summary>
    [Fact]
    public async Task The_miner_believes_the_gateway_and_the_host_on_who_called()
    {
        const string Gateway = @"reference\(resourceId\('Microsoft\.Resources/deployments', 'address'\), '[^']*'\)\.outputs\.ipAddress\.value";
        var miner = Deployment(await CompileAsync(), "miner").GetProperty("parameters");

        Assert.Matches($@"'Axon__TrustedProxies', format\('127\.0\.0\.1,::1,\{{0\}}', {Gateway}\)", Text(miner.GetProperty("settings"), "value"));
        Assert.Matches(Gateway, Text(miner.GetProperty("onlyFromAddress"), "value"));
    }

    [Fact]
    public async Task Templates_are_laid_out_as_the_compiler_would()
    {
        foreach (var path in Directory.EnumerateFiles(Template("."), "*.bicep", SearchOption.AllDirectories))
        {
            var (_, output, _) = await RunAsync("format", path, "--stdout");
            Assert.True(output == await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), $"bicep format {path}");
        }
    }

    private static Task<JsonElement> CompileAsync() => Compiled.Value;

    private static async Task<JsonElement> CompileOnceAsync()
    {
        var (_, output, _) = await RunAsync("build", Template("main.bicep"), "--stdout", "--no-restore");
        using var template = JsonDocument.Parse(output);
        return template.RootElement.Clone();
    }

    private static JsonElement Deployment(JsonElement template, string name) =>
        Single(template, "Microsoft.Resources/deployments", resource => Text(resource, "name") == name).GetProperty("properties");

    private static JsonElement Module(JsonElement template, string name) => Deployment(template, name).GetProperty("template");

    private static JsonElement Single(JsonElement template, string type, Func<JsonElement, bool>? condition = null) => Assert.Single(
        template.GetProperty("resources").EnumerateArray(),
        resource => Text(resource, "type") == type && (condition is null || condition(resource)));

    /// <summary>A text, or the JSON of what else stands there; empty where nothing does.</summary>
    private static string Text(JsonElement element, string member) => element.TryGetProperty(member, out var value) ? value.ToString() : "";

    private static string Template(string name) => Path.Combine(GoldenFile.RepositoryRoot, "infra-bicep", name);

    private static async Task<(int ExitCode, string Output, string Messages)> RunAsync(params string[] arguments)
    {
        var compiler = Environment.GetEnvironmentVariable(CompilerVariable);
        Assert.SkipWhen(
            string.IsNullOrEmpty(compiler),
            $"There is no Bicep compiler: ./tsps test takes it from NuGet where the source has it; else set {CompilerVariable} to its path.");
        var token = TestContext.Current.CancellationToken;
        using var process = Process.Start(new ProcessStartInfo(compiler!, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(token);
        var messages = process.StandardError.ReadToEndAsync(token);
        await process.WaitForExitAsync(token);
        return (process.ExitCode, await output, await messages);
    }
}
