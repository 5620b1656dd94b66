using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Tsps.Chopsticks;

/// <summary>
/// A chain of our own: a real runtime, which Chopsticks executes under Node. It begins at the genesis of its specification, builds a block for each
/// extrinsic at once and keeps everything in memory. It ends with this object, or with this process however that dies.
/// </summary>
public sealed class ChopsticksProcess : IAsyncDisposable
{
    private const int RememberedLines = 12;
    private const string Ready = "RPC listening";

    // Worker threads load this too, where the end of standard input means nothing. A Ctrl-C meant for us must not stop the chain first.
    private const string StopsWithItsParent = """
        import { isMainThread } from "node:worker_threads";
        if (isMainThread) {
          process.stdin.resume().on("end", () => process.exit(0));
          process.on("SIGINT", () => {});
          process.on("newListener", (name, listener) => {
            if (name === "SIGINT") setImmediate(() => process.removeListener(name, listener));
          });
        }
        """;

    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly string _configuration;
    private readonly Queue<string> _lastLines = new();

    private ChopsticksProcess(Process process, string configuration, int port)
    {
        _process = process;
        _configuration = configuration;
        Uri = new Uri(string.Create(CultureInfo.InvariantCulture, $"ws://127.0.0.1:{port}"));
    }

    /// <summary>Where it answers JSON-RPC.</summary>
    public Uri Uri { get; }

    /// <summary>Starts a chain and waits until it answers.</summary>
    /// <exception cref="ChopsticksUnavailableException">Node, Chopsticks or the specification is missing, or it did not come up in time.</exception>
    public static async Task<ChopsticksProcess> StartAsync(ChopsticksOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Hindrance is { } hindrance)
        {
            throw new ChopsticksUnavailableException(hindrance);
        }

        var port = options.Port == 0 ? FindFreePort() : options.Port;
        var configuration = Path.Combine(Path.GetTempPath(), $"tsps-chain-{Guid.NewGuid():N}.yml");
        var chain = new ChopsticksProcess(await LaunchAsync(options, configuration, port, cancellationToken), configuration, port);
        try
        {
            await chain.WaitUntilItListensAsync().WaitAsync(options.StartTimeout, cancellationToken);
            return chain;
        }
        catch (TimeoutException exception)
        {
            await chain.DisposeAsync();
            throw new ChopsticksUnavailableException($"The chain did not answer within {options.StartTimeout.TotalSeconds:0} s.", exception);
        }
        catch
        {
            await chain.DisposeAsync();
            throw;
        }
    }

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
            File.Delete(_configuration);
        }
    }

    private static async Task<Process> LaunchAsync(ChopsticksOptions options, string configuration, int port, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllTextAsync(configuration, Configuration(options, port), cancellationToken);
            return Launch(options.Entry!, configuration);
        }
        catch
        {
            File.Delete(configuration);
            throw;
        }
    }

    /// <summary>
    /// A genesis holds no time: Chopsticks would read the machine's clock once for a block's slot and again for its timestamp, and where a slot
    /// ends in between the runtime refuses that block, whose extrinsics are then lost without a word. A set clock is moved on by blocks alone.
    /// </summary>
    private static string Configuration(ChopsticksOptions options, int port) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        genesis: {JsonSerializer.Serialize(Path.GetFullPath(options.Specification!))}
        build-block-mode: Instant
        timestamp: {options.Time.GetUtcNow().ToUnixTimeMilliseconds()}
        host: 127.0.0.1
        port: {port}
        """);

    private static int FindFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Process Launch(string entry, string configuration)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["--import", "data:text/javascript," + System.Uri.EscapeDataString(StopsWithItsParent), entry, "-c", configuration])
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            return Process.Start(start) ?? throw new ChopsticksUnavailableException("Node did not start.");
        }
        catch (Win32Exception exception)
        {
            throw new ChopsticksUnavailableException(ChopsticksOptions.NoNode, exception);
        }
    }

    private async Task WaitUntilItListensAsync()
    {
        var errors = _process.StandardError.ReadToEndAsync();
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            Remember(line);
            if (line.Contains(Ready, StringComparison.Ordinal))
            {
                // What it says later must be taken off its hands, or it would stop when the pipe is full.
                _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return;
            }
        }

        throw new ChopsticksUnavailableException($"The chain ended while starting. It said: {string.Join(" | ", _lastLines)} {await errors}");
    }

    private void Remember(string line)
    {
        if (_lastLines.Count == RememberedLines)
        {
            _lastLines.Dequeue();
        }

        _lastLines.Enqueue(line);
    }
}
