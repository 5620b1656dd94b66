using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tsps.Validation.Dashboard;

/// <summary>How the dashboard's data and the health page are written as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(DashboardData))]
[JsonSerializable(typeof(HealthReport))]
public sealed partial class DashboardJson : JsonSerializerContext;
