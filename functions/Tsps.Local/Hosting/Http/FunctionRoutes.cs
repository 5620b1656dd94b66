using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tsps.Local.Hosting.Invocation;

namespace Tsps.Local.Hosting.Http;

/// <summary>
/// The host's routing: case-insensitive, with or without a slash at the end, catch-alls last; an unknown path, a wrong method and a failed
/// constraint are alike an empty 404; HEAD and OPTIONS only where a function lists them (Azure facts, "The host: HTTP").
/// </summary>
internal static partial class FunctionRoutes
{
    internal static void Map(WebApplication web, IReadOnlyList<HttpFunction> functions, string routePrefix, ILogger logger)
    {
        IApplicationBuilder pipeline = web;
        pipeline.UseRouting();
        pipeline.Use(DropUnlessFunction);
        pipeline.UseEndpoints(endpoints =>
        {
            foreach (var function in functions)
            {
                MapOne(endpoints, function, function.Route(routePrefix));
                Mapped(logger, function.Route(routePrefix), string.Join(',', function.Methods.Select(method => method.ToLowerInvariant())), function.Name);
            }
        });
    }

    private static void MapOne(IEndpointRouteBuilder endpoints, HttpFunction function, string route)
    {
        var services = endpoints.ServiceProvider;
        var handler = new HttpFunctionHandler(function, services.GetRequiredService<FunctionKeys>(), services.GetRequiredService<FunctionInvoker>());
        var endpoint = endpoints.Map(route, handler.HandleAsync).WithMetadata(function);
        if (function.Methods.Count > 0)
        {
            endpoint.WithMetadata(new HttpMethodMetadata(function.Methods));
        }
    }

    // Routing answers a wrong method with an endpoint of its own, a 405.
    private static Task DropUnlessFunction(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<HttpFunction>() is not null)
        {
            return next(http);
        }

        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Information, "Mapped function route '/{Route}' [{Methods}] to '{Function}'")]
    private static partial void Mapped(ILogger logger, string route, string methods, string function);
}
