using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Tsps.Local.Hosting.Http;

namespace Tsps.Local.Hosting.Invocation;

/// <summary>What a function learns of its trigger beside the trigger itself.</summary>
internal static partial class BindingData
{
    internal static IReadOnlyDictionary<string, object?> Empty { get; } = new Dictionary<string, object?>();

    /// <summary>Query and route values by name (the route wins), and <c>Query</c> and <c>Headers</c> as JSON texts.</summary>
    internal static IReadOnlyDictionary<string, object?> Of(HttpContext http)
    {
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in http.Request.Query)
        {
            data[name] = value.ToString();
        }

        foreach (var (name, value) in http.Request.RouteValues)
        {
            data[name] = value;
        }

        data["Query"] = Json(http.Request.Query.Select(query => KeyValuePair.Create(query.Key, query.Value.ToString())));
        data["Headers"] = Json(http.Features.Get<OriginalHeaders>()?.Values ?? []);
        return data;
    }

    private static string Json(IEnumerable<KeyValuePair<string, string>> values) =>
        JsonSerializer.Serialize(values.ToDictionary(), TextsContext.Default.DictionaryStringString);

    [JsonSerializable(typeof(Dictionary<string, string>))]
    private sealed partial class TextsContext : JsonSerializerContext;
}
