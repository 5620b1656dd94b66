using Tsps.Azurite;

namespace Tsps.Testing;

/// <summary>
/// One Azurite, in memory, for all tests of an assembly: <c>[assembly: AssemblyFixture(typeof(AzuriteFixture))]</c>, then a
/// constructor parameter.
/// </summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private const int AccountCount = 1000;

    private static readonly string[] Accounts = [.. Enumerable.Range(0, AccountCount).Select(number => $"tspstest{number}")];

    private AzuriteProcess? _azurite;
    private int _used = -1;

    public async ValueTask InitializeAsync() =>
        _azurite = await AzuriteProcess.StartAsync(new AzuriteOptions { Accounts = Accounts }, TestContext.Current.CancellationToken);

    /// <summary>The connection string of a storage account that no other test has used: empty, tables and blobs alike.</summary>
    public string NewAccount()
    {
        var azurite = _azurite ?? throw new InvalidOperationException("Azurite has not been started.");
        var number = Interlocked.Increment(ref _used);
        return number < AccountCount
            ? azurite.ConnectionStringOf(Accounts[number])
            : throw new InvalidOperationException($"More than {AccountCount} accounts were asked for.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
        {
            await _azurite.DisposeAsync();
        }
    }
}
