using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Tsps.Validation.Dashboard;

namespace Tsps.Validator;

/// <summary>The dashboard's page and its data.</summary>
public sealed class DashboardFunction(DashboardReader dashboard)
{
    [Function("Dashboard")]
    public static IActionResult ShowPage([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dashboard")] HttpRequest request) =>
        new FileContentResult(DashboardPage.Html.ToArray(), "text/html; charset=utf-8");

    [Function("DashboardData")]
    public async Task<IActionResult> ReadDataAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dashboard/data")] HttpRequest request, CancellationToken cancellationToken) =>
        JsonResults.Of(await dashboard.ReadAsync(cancellationToken), DashboardJson.Default.DashboardData);
}
