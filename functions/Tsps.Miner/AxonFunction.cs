using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Tsps.Mining;

namespace Tsps.Miner;

/// <summary>The axon: every path that no other function has is a synapse, known or not.</summary>
public sealed class AxonFunction(AxonEntrance axon, TrustedProxies proxies)
{
    [Function("Axon")]
    public async Task<IActionResult> AnswerAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request, FunctionContext context, CancellationToken cancellationToken) =>
        new AxonResult(await axon.AnswerAsync(AxonRequests.From(request, context, proxies), cancellationToken));
}
