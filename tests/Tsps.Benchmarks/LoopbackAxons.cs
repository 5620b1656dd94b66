using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tsps.Bittensor.Axon;
using Tsps.Miner;

namespace Tsps.Benchmarks;

/// <summary>The answering side of <see cref="FanOutRun"/>, in a process of its own: axons on Kestrel, each with a port and a pipeline of its own.</summary>
internal static class LoopbackAxons
{
    public const string Command = "serve-axons";

    /// <summary>Writes the ports, one a line, and serves until standard input ends.</summary>
    public static async Task ServeAsync(int count, CancellationToken cancellationToken)
    {
        using var miner = ExampleKeys.Miner();
        using var validator = ExampleKeys.Validator();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, LargeBlockPools>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            for (var i = 0; i < count; i++)
            {
                kestrel.Listen(IPAddress.Loopback, 0);
            }
        });
        await using var app = builder.Build();
        Dictionary<int, AxonPipeline> axons = [];
        app.Run(context => AnswerAsync(axons[context.Connection.LocalPort], context));
        await app.StartAsync(cancellationToken);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        foreach (var address in addresses)
        {
            axons[new Uri(address).Port] = LastCloseAxon.Create(miner, validator.Hotkey);
        }

        foreach (var port in axons.Keys)
        {
            Console.WriteLine(port.ToString(CultureInfo.InvariantCulture));
        }

        await Console.In.ReadToEndAsync(cancellationToken);
    }

    private static async Task AnswerAsync(AxonPipeline axon, HttpContext context)
    {
        var request = context.Request;
        using var answer = await axon.AnswerAsync(
            new AxonRequest
            {
                Method = request.Method,
                RawPath = request.Path,
                Headers = [.. request.Headers.SelectMany(header => header.Value, (header, value) => KeyValuePair.Create(header.Key, value ?? ""))],
                Body = request.BodyReader,
                DeclaredLength = request.ContentLength,
                RemoteAddress = context.Connection.RemoteIpAddress,
                RemotePort = context.Connection.RemotePort,
            },
            context.RequestAborted);
        context.Response.StatusCode = answer.StatusCode;
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers.Append(name, value);
        }

        context.Response.ContentLength = answer.Body.Length;
        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }
}
