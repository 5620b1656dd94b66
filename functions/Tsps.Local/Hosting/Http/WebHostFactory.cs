using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using Tsps.Local.Hosting.Invocation;
using Tsps.Miner;

namespace Tsps.Local.Hosting.Http;

/// <summary>Builds the web application of one function app: one container for its functions and for HTTP, as in the worker.</summary>
internal static class WebHostFactory
{
    /// <summary>The worker's limit for a request body.</summary>
    private const long MaxBodyBytes = 30_000_000;

    /// <summary>What an axon of either SDK takes: its web server knows no limit (header_70_kilobytes among the recorded requests).</summary>
    private const int MaxHeaderBytes = 256 << 10;

    private const int MaxHeaders = 1000;

    private const int MaxRequestLineBytes = 64 << 10;

    internal static WebApplication Create(FunctionApp app)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = app.Assembly.GetName().Name });
        builder.Configuration.AddConfiguration(app.Configuration);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, app));
        AddHost(builder.Services, app);
        app.Logging?.Invoke(builder.Logging);
        app.Register(builder.Services, builder.Configuration);
        return builder.Build();
    }

    private static void Configure(KestrelServerOptions kestrel, FunctionApp app)
    {
        kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        kestrel.Limits.MaxRequestHeaderCount = MaxHeaders;
        kestrel.Limits.MaxRequestLineSize = MaxRequestLineBytes;

        // A length is read by the server itself, which fails over any encoding of its own there.
        kestrel.RequestHeaderEncodingSelector = name => name.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase) ? null : Encoding.Latin1;

        // How long a body may take is the function's to say, and to answer.
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Listen(app.EndPoint, listen => listen.Protocols = HttpProtocols.Http1);
    }

    private static void AddHost(IServiceCollection services, FunctionApp app)
    {
        services.AddSingleton(app.Clock);
        services.AddSingleton(app.Settings);
        services.AddSingleton<IHostLifetime, NoLifetime>();
        services.AddSingleton<IMemoryPoolFactory<byte>, LargeBlockPools>();
        services.AddSingleton(new FunctionKeys(app.Configuration));
        services.AddSingleton<FunctionInvoker>();
        services.AddLogging();
        services.AddRoutingCore();
        // Formats the values of IActionResult.
        services.AddMvcCore();
    }

    /// <summary>Several apps live in one process: its signals are no app's own.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
