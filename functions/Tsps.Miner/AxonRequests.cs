using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Tsps.Bittensor.Axon;

namespace Tsps.Miner;

/// <summary>From ASP.NET's request to the axon's.</summary>
internal static class AxonRequests
{
    public static AxonRequest From(HttpRequest request) => new()
    {
        Method = request.Method,
        RawPath = RawPath(request),
        Headers = [.. request.Headers.SelectMany(header => header.Value, (header, value) => KeyValuePair.Create(header.Key, value ?? ""))],
        Body = request.Body,
        DeclaredLength = request.ContentLength,
        RemoteAddress = request.HttpContext.Connection.RemoteIpAddress,
        RemotePort = request.HttpContext.Connection.RemotePort,
    };

    private static string RawPath(HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget is { Length: > 0 } target && target[0] == '/'
            ? target
            : request.Path.ToUriComponent() + request.QueryString.ToUriComponent();
}
