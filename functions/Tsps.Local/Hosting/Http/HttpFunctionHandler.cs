using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Tsps.Local.Hosting.Invocation;

namespace Tsps.Local.Hosting.Http;

/// <summary>
/// Answers one HTTP call by a function, with the codes of the real host: 401 without a key, 500 with an empty body for whatever goes
/// wrong, too large a body and a timeout included; answers are chunked (Azure facts, "The host: HTTP").
/// </summary>
internal sealed class HttpFunctionHandler(HttpFunction function, FunctionKeys keys, FunctionInvoker invoker)
{
    internal async Task HandleAsync(HttpContext http)
    {
        if (!keys.Admits(http.Request, function.AuthLevel))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        OriginalHeaders.TakeFrom(http);
        http.Response.OnStarting(() =>
        {
            http.Response.ContentLength = null;
            return Task.CompletedTask;
        });
        try
        {
            await invoker.RunHttpAsync(function.Method, http, result => AnswerAsync(http, result));
        }
        catch (Exception)
        {
            Fail(http);
        }
    }

    private static Task AnswerAsync(HttpContext http, object? result) => result switch
    {
        IActionResult action => action.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor())),
        IResult answer => answer.ExecuteAsync(http),
        _ => Task.CompletedTask,
    };

    private static void Fail(HttpContext http)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        http.Response.Clear();
        http.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }
}
