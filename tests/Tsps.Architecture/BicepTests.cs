using System.Diagnostics;
using System.Text.Json;
using Tsps.Testing;

namespace Tsps.Architecture;

/// <summary>The Azure templates, as the real Bicep compiler reads them.</summary>
[Trait(Categories.Name, Categories.Unit)]
public sealed class BicepTests
{
    private const string CompilerVariable = "TSPS_BICEP";

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
    public async Task Templates_are_laid_out_as_the_compiler_would()
    {
        foreach (var path in Directory.EnumerateFiles(Template("."), "*.bicep", SearchOption.AllDirectories))
        {
            var (_, output, _) = await RunAsync("format", path, "--stdout");
            Assert.True(output == await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), $"bicep format {path}");
        }
    }

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
