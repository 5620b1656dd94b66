using Tsps.Azurite;

namespace Tsps.Testing;

/// <summary>
/// One Azurite, in memory, for all tests of an assembly: <c>[assembly: AssemblyFixture(typeof(AzuriteFixture))]</c>, then a
/// constructor parameter. It starts with the first test that asks for an account, so that tests without storage need no Node.
/// </summary>
public sealed class AzuriteFixture : IAsyncDisposable
{
    private const int AccountCount = 1000;

    private static readonly string[] Accounts = [.. Enumerable.Range(0, AccountCount).Select(number => $"tspstest{number}")];

    private readonly Lazy<Task<AzuriteProcess>> _azurite =
        new(() => Task.Run(() => AzuriteProcess.StartAsync(Options(), CancellationToken.None)));

    private int _used = -1;

    /// <summary>The connection string of a storage account that no other test has used: empty, tables and blobs alike. The first call blocks until Azurite runs.</summary>
    public string NewAccount()
    {
        var number = Interlocked.Increment(ref _used);
        return number < AccountCount
            ? _azurite.Value.GetAwaiter().GetResult().ConnectionStringOf(Accounts[number])
            : throw new InvalidOperationException($"More than {AccountCount} accounts were asked for.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_azurite.IsValueCreated && !_azurite.Value.IsFaulted)
        {
            await (await _azurite.Value).DisposeAsync();
        }
    }

    // Tests that an editor starts have no TSPS_AZURITE; what ./tsps setup installed serves them too.
    private static AzuriteOptions Options()
    {
        var options = new AzuriteOptions { Accounts = Accounts };
        var installed = Path.Combine(GoldenFile.RepositoryRoot, "artifacts", "azurite", "node_modules", "azurite", "dist", "src", "azurite.js");
        return options.Entry is null && File.Exists(installed) ? options with { Entry = installed } : options;
    }
}
