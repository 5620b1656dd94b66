using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tsps.Local.Hosting.Http;
using Tsps.Local.Hosting.Invocation;
using Tsps.Local.Hosting.Timers;
using Tsps.Local.Replay;

namespace Tsps.Local.Hosting;

/// <summary>
/// Hosts one function app in this process as the Azure Functions host would: its functions are found by their attributes, its services come
/// from its own registration, HTTP is on Kestrel, timers follow the clock.
/// </summary>
/// <remarks>
/// Not copied: worker middleware (none is used), and the lease by which only one of several hosts runs the timers; two processes on one
/// storage account both run theirs, for which every timer function must be safe anyway. A timer here never fires early.
/// </remarks>
public sealed partial class FunctionHost : IAsyncDisposable
{
    private static readonly TimeSpan HttpDrainLimit = TimeSpan.FromSeconds(30);

    private readonly FunctionApp _app;
    private readonly WebApplication _web;
    private readonly ILogger _logger;
    private readonly LiveTimers? _liveTimers;
    private bool _started;

    /// <exception cref="InvalidOperationException">A function can't be hosted; the message says which and why.</exception>
    public FunctionHost(FunctionApp app)
    {
        ArgumentNullException.ThrowIfNull(app);
        _app = app;
        var catalog = FunctionCatalog.Read(app);
        _web = WebHostFactory.Create(app);
        _logger = _web.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Host");
        LogFunctions(catalog);
        FunctionRoutes.Map(_web, catalog.Http, app.Settings.RoutePrefix, _logger);
        Timers = [.. catalog.Timers.Select(TryListen).OfType<TimerListener>()];
        if (app.Clock is not ReplayClock)
        {
            _liveTimers = new LiveTimers(Timers, app.Clock, _logger);
        }
    }

    public string Name => _app.Name;

    /// <summary>The app's services, of which functions get scopes.</summary>
    public IServiceProvider Services => _web.Services;

    /// <summary>Where HTTP is served, once started.</summary>
    public Uri Address
    {
        get
        {
            var addresses = _web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses;
            return addresses?.FirstOrDefault() is { } address ? new Uri(address) : throw new InvalidOperationException($"{Name} has not been started.");
        }
    }

    /// <summary>By name.</summary>
    internal IReadOnlyList<TimerListener> Timers { get; }

    internal TimeProvider Clock => _app.Clock;

    /// <summary>Starts the app's hosted services, opens the port, and starts the timers unless the app is on a <see cref="ReplayClock"/>.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _web.StartAsync(cancellationToken);
        _started = true;
        _liveTimers?.Start();
        HostStarted(Address);
    }

    /// <summary>
    /// Stops as the host does on SIGTERM: running HTTP calls end while timers keep firing, then timers' tokens are cancelled and 10 seconds are
    /// left (Azure facts, "The host: life").
    /// </summary>
    public async Task StopAsync()
    {
        if (!_started)
        {
            return;
        }

        _started = false;
        Stopping();
        using (var limit = new CancellationTokenSource(HttpDrainLimit))
        {
            await _web.Services.GetRequiredService<IServer>().StopAsync(limit.Token);
        }

        if (_liveTimers is not null)
        {
            await _liveTimers.StopAsync();
        }

        await _web.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _liveTimers?.Dispose();
        await _web.DisposeAsync();
    }

    private TimerListener? TryListen(TimerFunction function)
    {
        try
        {
            return new TimerListener(_app, function, _web.Services.GetRequiredService<FunctionInvoker>(), _logger);
        }
        catch (FormatException exception)
        {
            FunctionInError(function.Name, exception.Message);
            return null;
        }
    }

    private void LogFunctions(FunctionCatalog catalog)
    {
        var names = catalog.Timers.Select(timer => timer.Name).Concat(catalog.Http.Select(http => http.Name)).ToList();
        FunctionsLoaded(names.Count);
        FunctionsFound(string.Join(", ", names.Order(StringComparer.Ordinal)));
        foreach (var name in catalog.Disabled)
        {
            FunctionDisabled(name);
        }
    }

    [LoggerMessage(LogLevel.Information, "{Count} functions loaded")]
    private partial void FunctionsLoaded(int count);

    [LoggerMessage(LogLevel.Information, "Found the following functions: {Functions}")]
    private partial void FunctionsFound(string functions);

    [LoggerMessage(LogLevel.Information, "Function '{Function}' is disabled")]
    private partial void FunctionDisabled(string function);

    [LoggerMessage(LogLevel.Error, "The '{Function}' function is in error and does not run: {Reason}")]
    private partial void FunctionInError(string function, string reason);

    [LoggerMessage(LogLevel.Information, "Host started on {Address}")]
    private partial void HostStarted(Uri address);

    [LoggerMessage(LogLevel.Information, "Stopping: HTTP calls end first")]
    private partial void Stopping();
}
