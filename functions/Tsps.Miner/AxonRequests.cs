using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;
using Tsps.Bittensor.Axon;
using Tsps.Mining;

namespace Tsps.Miner;

/// <summary>From ASP.NET's request to the axon's.</summary>
internal static class AxonRequests
{
    private const string ForwardedFor = "X-Forwarded-For";

    /// <summary>Where the Functions host puts the headers as they came, as JSON; X-Forwarded-For is only there.</summary>
    private const string OriginalHeaders = "Headers";

    public static AxonRequest From(HttpRequest request, FunctionContext context, TrustedProxies proxies)
    {
        var caller = FindCaller(request, context, proxies);
        return new AxonRequest
        {
            Method = request.Method,
            RawPath = RawPath(request),
            Headers = [.. request.Headers.SelectMany(header => header.Value, (header, value) => KeyValuePair.Create(header.Key, value ?? ""))],
            Body = request.BodyReader,
            DeclaredLength = request.ContentLength,
            RemoteAddress = caller?.Address,
            RemotePort = caller?.Port,
        };
    }

    private static IPEndPoint? FindCaller(HttpRequest request, FunctionContext context, TrustedProxies proxies)
    {
        var connection = request.HttpContext.Connection;
        if (connection.RemoteIpAddress is not { } address)
        {
            return null;
        }

        var caller = new IPEndPoint(address, connection.RemotePort);
        return proxies.Trust(address)
            ? proxies.FindCaller(caller, request.Headers.TryGetValue(ForwardedFor, out var forwarded) ? forwarded.ToString() : ReadOriginal(context, ForwardedFor))
            : caller;
    }

    private static string? ReadOriginal(FunctionContext context, string name)
    {
        if (context.BindingContext.BindingData.GetValueOrDefault(OriginalHeaders) is not string json)
        {
            return null;
        }

        using var headers = JsonDocument.Parse(json);
        return headers.RootElement.EnumerateObject().FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value is { ValueKind: JsonValueKind.String } value
            ? value.GetString()
            : null;
    }

    /// <summary>As it came: an absolute URL in place of a path is no synapse to either SDK.</summary>
    private static string RawPath(HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget is { Length: > 0 } target
            ? target
            : request.Path.ToUriComponent() + request.QueryString.ToUriComponent();
}
