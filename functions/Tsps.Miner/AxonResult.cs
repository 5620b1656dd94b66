using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Primitives;
using Tsps.Bittensor.Axon;

namespace Tsps.Miner;

/// <summary>Sends what the axon answers.</summary>
internal sealed class AxonResult(AxonResponse answer) : IActionResult
{
    public async Task ExecuteResultAsync(ActionContext context)
    {
        using var sent = answer;
        var response = context.HttpContext.Response;
        response.StatusCode = answer.StatusCode;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers[name] = StringValues.Concat(response.Headers[name], value);
        }

        await response.Body.WriteAsync(answer.Body, context.HttpContext.RequestAborted);
    }
}
