using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Tsps.Validation;
using Tsps.Validation.Dashboard;
using Tsps.Validation.Outputs;

namespace Tsps.Validator;

/// <summary>The dashboard's page and its data.</summary>
public sealed class DashboardFunction(DashboardReader dashboard, ValidatorSettings settings)
{
    [Function("Dashboard")]
    public static IActionResult ShowPage([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dashboard")] HttpRequest request) =>
        new FileContentResult(DashboardPage.Html.ToArray(), "text/html; charset=utf-8");

    [Function("DashboardData")]
    public async Task<IActionResult> ReadDataAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dashboard/data")] HttpRequest request, CancellationToken cancellationToken) =>
        settings.FindStream(request.Query["stream"], out var reason) is { } plan
            ? JsonResults.Of(await dashboard.ReadAsync(plan, cancellationToken), DashboardJson.Default.DashboardData)
            : JsonResults.Of(OutputDocument.Missing(reason));
}
