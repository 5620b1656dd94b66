using System.ComponentModel;
using System.Diagnostics;

namespace Tsps.Azurite;

/// <summary>An Azurite of our own: the real emulator of Azure Storage, under Node. It ends with this object, or with this process however that dies.</summary>
public sealed class AzuriteProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly AzuriteOutput _output;
    private AzuritePorts _ports;

    private AzuriteProcess(Process process)
    {
        _process = process;
        _output = new AzuriteOutput(process);
    }

    /// <summary>The connection string of <see cref="AzuriteAccount.DefaultName"/>.</summary>
    public string ConnectionString => ConnectionStringOf(AzuriteAccount.DefaultName);

    /// <summary>Starts Azurite and waits until its services listen.</summary>
    /// <exception cref="AzuriteUnavailableException">Node or Azurite is missing, a port is taken, or it did not come up in time.</exception>
    public static async Task<AzuriteProcess> StartAsync(AzuriteOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.DataFolder is not null)
        {
            Directory.CreateDirectory(options.DataFolder);
        }

        var azurite = new AzuriteProcess(Launch(options));
        try
        {
            azurite._ports = await azurite._output.ReadPortsAsync(options.StartTimeout, cancellationToken);
            return azurite;
        }
        catch
        {
            await azurite.DisposeAsync();
            throw;
        }
    }

    /// <summary>The connection string of one of <see cref="AzuriteOptions.Accounts"/>.</summary>
    public string ConnectionStringOf(string account) => AzuriteAccount.ConnectionString(account, _ports);

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync().WaitAsync(StopTimeout);
        }
        catch (Exception exception) when (exception is TimeoutException or IOException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        finally
        {
            _process.Dispose();
        }
    }

    private static Process Launch(AzuriteOptions options)
    {
        try
        {
            return Process.Start(AzuriteCommand.Build(options)) ?? throw new AzuriteUnavailableException("Node did not start.");
        }
        catch (Win32Exception exception)
        {
            throw new AzuriteUnavailableException("Azurite needs Node.js 20 or newer, and no `node` was found on the PATH.", exception);
        }
    }
}
