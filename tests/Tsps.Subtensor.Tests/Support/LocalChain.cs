using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Support;

/// <summary>A real Subtensor runtime on this machine, run by Chopsticks under Node. It ends with this object, or with this process however that dies.</summary>
internal sealed class LocalChain : IAsyncDisposable
{
    // Chopsticks' worker threads load this too, where the end of standard input means nothing.
    private const string StopsWithItsParent = """
        import { isMainThread } from "node:worker_threads";
        if (isMainThread) process.stdin.resume().on("end", () => process.exit(0));
        """;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(3);

    private readonly Process? _process;
    private readonly string? _configuration;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(2) };
    private readonly Uri _httpUri;

    private LocalChain(Uri uri, Process? process, string? configuration)
    {
        Uri = uri;
        _process = process;
        _configuration = configuration;
        _httpUri = new UriBuilder(uri) { Scheme = uri.Scheme == "wss" ? "https" : "http" }.Uri;
    }

    /// <summary>Where it answers JSON-RPC.</summary>
    public Uri Uri { get; }

    /// <summary>Why no chain can run here; null when one can.</summary>
    public static string? Hindrance =>
        Specification is null ? "No chain specification: set TSPS_CHAIN_SPEC to a raw Subtensor one."
        : Chopsticks is null ? "No Chopsticks: ./tsps test installs it, or set TSPS_CHOPSTICKS to its chopsticks.cjs."
        : null;

    private static string? Specification => Existing(
        Environment.GetEnvironmentVariable("TSPS_CHAIN_SPEC"),
        Path.Combine(GoldenFile.RepositoryRoot, "..", "shared", "chain", "raonet.json"));

    private static string? Chopsticks => Existing(
        Environment.GetEnvironmentVariable("TSPS_CHOPSTICKS"),
        Path.Combine(GoldenFile.RepositoryRoot, "artifacts", "chain", "node_modules", "@acala-network", "chopsticks", "chopsticks.cjs"));

    /// <summary>A chain that runs elsewhere; it is left running.</summary>
    public static LocalChain Attach(string endpoint) => new(new Uri(endpoint), null, null);

    /// <summary>Starts a chain at its genesis and waits until it answers. It builds a block for each extrinsic at once.</summary>
    public static async Task<LocalChain> StartAsync(int port, CancellationToken cancellationToken)
    {
        var configuration = Path.Combine(Path.GetTempPath(), $"tsps-chain-{Guid.NewGuid():N}.yml");
        await File.WriteAllTextAsync(
            configuration,
            string.Create(CultureInfo.InvariantCulture, $"genesis: {Specification}\nbuild-block-mode: Instant\naddr: 127.0.0.1\nport: {port}\n"),
            cancellationToken);
        var process = Process.Start(Command(configuration)) ?? throw new InvalidOperationException("Node did not start.");
        var chain = new LocalChain(new Uri($"ws://127.0.0.1:{port}"), process, configuration);
        try
        {
            await chain.WaitUntilItListensAsync().WaitAsync(StartTimeout, cancellationToken);
            return chain;
        }
        catch
        {
            await chain.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks over HTTP, beside what is being tested.</summary>
    public async Task<JsonElement> AskAsync(string method, object[] parameters, CancellationToken cancellationToken)
    {
        var answer = await PostAsync(JsonSerializer.Serialize(new { jsonrpc = "2.0", id = 1, method, @params = parameters }), cancellationToken);
        using var document = JsonDocument.Parse(answer);
        return document.RootElement.TryGetProperty("error", out var error)
            ? throw new InvalidOperationException($"{method}: {error}")
            : document.RootElement.GetProperty("result").Clone();
    }

    /// <summary>Hands a request on as it is.</summary>
    public async Task<string> PostAsync(string request, CancellationToken cancellationToken)
    {
        using var content = new StringContent(request, Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(_httpUri, content, cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>Writes storage past all rules; null removes a key.</summary>
    public Task SetStorageAsync(IEnumerable<(byte[] Key, byte[]? Value)> entries, CancellationToken cancellationToken) =>
        AskAsync(
            "dev_setStorage",
            [entries.Select(entry => new[] { Hex.Encode(entry.Key), entry.Value is null ? null : Hex.Encode(entry.Value) }).ToArray()],
            cancellationToken);

    public Task BuildBlocksAsync(int count, CancellationToken cancellationToken) => AskAsync("dev_newBlock", [new { count }], cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_process is null)
        {
            return;
        }

        try
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        }
        catch (Exception exception) when (exception is TimeoutException or IOException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        File.Delete(_configuration!);
    }

    private async Task WaitUntilItListensAsync()
    {
        var said = new StringBuilder();
        while (await _process!.StandardOutput.ReadLineAsync() is { } line)
        {
            said.AppendLine(line);
            if (line.Contains("RPC listening", StringComparison.Ordinal))
            {
                // What it says later must be taken off its hands, or it would stop when the pipe is full.
                _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return;
            }
        }

        throw new InvalidOperationException($"The chain did not start: {said} {await _process.StandardError.ReadToEndAsync()}");
    }

    private static ProcessStartInfo Command(string configuration)
    {
        var start = new ProcessStartInfo("node")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])["--import", "data:text/javascript," + System.Uri.EscapeDataString(StopsWithItsParent), Chopsticks!, "-c", configuration])
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    private static string? Existing(params IEnumerable<string?> paths) => paths.Where(path => !string.IsNullOrEmpty(path)).Select(path => Path.GetFullPath(path!)).FirstOrDefault(File.Exists);
}
