using Tsps.Chopsticks;
using Tsps.Subtensor.Tests.Support;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Chain;

/// <summary>How the local runtime is started.</summary>
[Collection(ChainCollection.Name)]
[Trait(Categories.Name, Categories.EndToEnd)]
public sealed class ChainStartTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tsps-chain-start-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Each look at the clock finds another slot, so that the first block, which Chopsticks builds before there is a time, cannot be built.</summary>
    [Fact]
    public async Task Takes_extrinsics_though_a_slot_ended_while_the_first_block_was_built()
    {
        var options = StartableOptions();
        var entry = Path.Combine(_folder.FullName, "skipping-clock.cjs");
        await File.WriteAllTextAsync(
            entry,
            $$"""
            const now = Date.now.bind(Date);
            let looks = 0;
            Date.now = () => now() + 3000 * looks++;
            require({{System.Text.Json.JsonSerializer.Serialize(options.Entry)}});
            """,
            Token);
        await using var process = await ChopsticksProcess.StartAsync(options with { Entry = entry }, Token);
        await using var chain = LocalChain.Attach(process.Uri.OriginalString);
        await ChainFixture.PrepareAsync(chain, Token);
        await using var session = ChainFixture.Client(ChainFixture.Options(chain.Uri) with { InclusionTimeout = TimeSpan.FromMinutes(1) }).Open();
        using var coldkey = DevelopmentKeys.Of("Alice");
        using var hotkey = DevelopmentKeys.Of("early");
        Assert.Equal(0UL, (await session.ReadStatusAsync(Token)).Head);

        var receipt = await session.RegisterAsync(coldkey, ChainFixture.Netuid, hotkey.Hotkey, 10, ExtrinsicWait.Included, Token);

        Assert.Equal(1UL, receipt.BlockNumber);
    }

    [Fact]
    public async Task Leaves_no_file_behind_where_it_cannot_be_launched()
    {
        var options = StartableOptions();
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, OperatingSystem.IsWindows() ? "node.exe" : "node"), "no program", Token);
        var before = Configurations();
        var path = Environment.GetEnvironmentVariable("PATH");
        Environment.SetEnvironmentVariable("PATH", _folder.FullName);
        try
        {
            await Assert.ThrowsAsync<ChopsticksUnavailableException>(() => ChopsticksProcess.StartAsync(options, Token));
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
        }

        Assert.Empty(Configurations().Except(before));
    }

    private static ChopsticksOptions StartableOptions()
    {
        var options = LocalChain.Options();
        Assert.SkipWhen(options.Hindrance is not null, options.Hindrance ?? "");
        return options;
    }

    private static string[] Configurations() => Directory.GetFiles(Path.GetTempPath(), "tsps-chain-*.yml");
}
