using System.Text;
using System.Text.Json;
using Tsps.Chopsticks;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Support;

/// <summary>A real Subtensor runtime on this machine, and a second way to ask it, beside what is being tested.</summary>
internal sealed class LocalChain : IAsyncDisposable
{
    private readonly ChopsticksProcess? _process;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(2) };
    private readonly Uri _httpUri;

    private LocalChain(Uri uri, ChopsticksProcess? process)
    {
        Uri = uri;
        _process = process;
        _httpUri = new UriBuilder(uri) { Scheme = uri.Scheme == "wss" ? "https" : "http" }.Uri;
    }

    /// <summary>Where it answers JSON-RPC.</summary>
    public Uri Uri { get; }

    /// <summary>Why no chain can run here; null when one can.</summary>
    public static string? Hindrance => Options(0).Hindrance;

    /// <summary>A chain that runs elsewhere; it is left running.</summary>
    public static LocalChain Attach(string endpoint) => new(new Uri(endpoint), null);

    /// <summary>Starts a chain at its genesis and waits until it answers. It builds a block for each extrinsic at once.</summary>
    public static async Task<LocalChain> StartAsync(int port, CancellationToken cancellationToken)
    {
        var process = await ChopsticksProcess.StartAsync(Options(port), cancellationToken);
        return new LocalChain(process.Uri, process);
    }

    /// <summary>Asks over HTTP.</summary>
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
        try
        {
            using var response = await _http.PostAsync(_httpUri, content, cancellationToken);
            return await response.Content.ReadAsStringAsync(cancellationToken);
        }
        catch (TaskCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The local chain did not answer within {_http.Timeout.TotalSeconds:0} s: {request[..Math.Min(request.Length, 200)]}", exception);
        }
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
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }

    /// <summary>What the environment names, else what lies beside the repository and below artifacts/.</summary>
    internal static ChopsticksOptions Options(int port = 0)
    {
        var root = GoldenFile.RepositoryRoot;
        var options = new ChopsticksOptions { Port = port };
        return options with
        {
            Specification = options.Specification ?? Existing(Path.Combine(root, "..", "shared", "chain", "raonet.json")),
            Entry = options.Entry ?? Existing(Path.Combine(root, "artifacts", "chain", "node_modules", "@acala-network", "chopsticks", "chopsticks.cjs")),
        };
    }

    private static string? Existing(string path) => File.Exists(path) ? Path.GetFullPath(path) : null;
}
