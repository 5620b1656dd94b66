using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Tsps.Local.Hosting.Invocation;

/// <summary>Runs functions: a scope and a context for each run, the timeout, the log lines of the real host.</summary>
internal sealed partial class FunctionInvoker(IServiceScopeFactory scopes, HostSettings settings, TimeProvider clock, ILoggerFactory loggers)
{
    // Where GetHttpContext of the ASP.NET Core integration looks.
    private const string HttpContextItem = "HttpRequestContext";

    private const string HttpReason = "This function was programmatically called via the host APIs.";

    /// <summary>Runs a function of a timer.</summary>
    /// <returns>Whether it ended well; a failure is logged.</returns>
    internal async Task<bool> RunTimerAsync(FunctionMethod function, object timerInfo, string reason, CancellationToken cancellationToken)
    {
        using var limit = new RunLimit(settings.FunctionTimeout, clock, cancellationToken);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var context = new LocalFunctionContext(function, scope.ServiceProvider, BindingData.Empty, limit.Token);
            await RunAsync(function, context, timerInfo, reason, limit, static _ => Task.CompletedTask);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    /// <summary>Runs a function of an HTTP call; its result is handed to <paramref name="answer"/> while its services live.</summary>
    internal async Task RunHttpAsync(FunctionMethod function, HttpContext http, Func<object?, Task> answer)
    {
        using var limit = new RunLimit(settings.FunctionTimeout, clock, http.RequestAborted);
        await using var scope = scopes.CreateAsyncScope();
        http.RequestServices = scope.ServiceProvider;
        var context = new LocalFunctionContext(function, scope.ServiceProvider, BindingData.Of(http), limit.Token);
        context.Items[HttpContextItem] = http;
        await RunAsync(function, context, http.Request, HttpReason, limit, answer);
    }

    private async Task RunAsync(
        FunctionMethod function, FunctionContext context, object trigger, string reason, RunLimit limit, Func<object?, Task> answer)
    {
        var started = Stopwatch.GetTimestamp();
        var logger = loggers.CreateLogger($"Function.{function.Name}");
        Executing(logger, function.Name, reason, context.InvocationId);
        try
        {
            var result = await function.InvokeAsync(context, trigger);
            limit.ThrowIfTimedOut(function.Name);
            await answer(result);
            Executed(logger, function.Name, context.InvocationId, ElapsedMs(started));
        }
        catch (OperationCanceledException) when (limit.IsCalledOff)
        {
            CalledOff(logger, function.Name, context.InvocationId, ElapsedMs(started));
            throw;
        }
        catch (Exception exception)
        {
            Failed(logger, exception, function.Name, context.InvocationId, ElapsedMs(started));
            throw;
        }
    }

    private static long ElapsedMs(long started) => (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds;

    [LoggerMessage(LogLevel.Information, "Executing 'Functions.{Function}' (Reason='{Reason}', Id={Id})")]
    private static partial void Executing(ILogger logger, string function, string reason, string id);

    [LoggerMessage(LogLevel.Information, "Executed 'Functions.{Function}' (Succeeded, Id={Id}, Duration={Duration}ms)")]
    private static partial void Executed(ILogger logger, string function, string id, long duration);

    [LoggerMessage(LogLevel.Information, "Executed 'Functions.{Function}' (Called off, Id={Id}, Duration={Duration}ms)")]
    private static partial void CalledOff(ILogger logger, string function, string id, long duration);

    [LoggerMessage(LogLevel.Error, "Executed 'Functions.{Function}' (Failed, Id={Id}, Duration={Duration}ms)")]
    private static partial void Failed(ILogger logger, Exception exception, string function, string id, long duration);
}
