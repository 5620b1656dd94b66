using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Tsps.Validation.Dashboard;

namespace Tsps.Validator;

/// <summary>Whether the validator does its work: 200, or 503 with the problems.</summary>
public sealed class HealthFunction(HealthCheck health)
{
    [Function("Health")]
    public async Task<IActionResult> CheckAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request, CancellationToken cancellationToken)
    {
        var report = await health.CheckAsync(cancellationToken);
        return JsonResults.Of(report, DashboardJson.Default.HealthReport, report.Healthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
