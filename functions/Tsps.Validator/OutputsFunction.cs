using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Tsps.Storage;
using Tsps.Validation.Outputs;

namespace Tsps.Validator;

/// <summary>The documents that dashboards of the reference read.</summary>
public sealed class OutputsFunction(OutputsReader outputs)
{
    [Function("LatestPredictions")]
    public Task<IActionResult> ReadLatestPredictionsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "outputs/latest_predictions.json")] HttpRequest request, CancellationToken cancellationToken) =>
        ReadAsync(request, OutputStore.LatestPredictions, cancellationToken);

    [Function("Performance")]
    public Task<IActionResult> ReadPerformanceAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "outputs/cmw.json")] HttpRequest request, CancellationToken cancellationToken) =>
        ReadAsync(request, OutputStore.Performance, cancellationToken);

    private async Task<IActionResult> ReadAsync(HttpRequest request, string name, CancellationToken cancellationToken) =>
        JsonResults.Of(await outputs.FindAsync(request.Query["stream"], name, cancellationToken));
}
