using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Tsps.Validation.Outputs;

namespace Tsps.Validator;

/// <summary>JSON answers written by source-generated serializers, or as published.</summary>
internal static class JsonResults
{
    public static IActionResult Of<T>(T value, JsonTypeInfo<T> type, int statusCode = StatusCodes.Status200OK) => Of(JsonSerializer.Serialize(value, type), statusCode);

    /// <summary>200, or 404 with the reason.</summary>
    public static IActionResult Of(OutputDocument document) =>
        Of(document.Json.ToString(), document.IsFound ? StatusCodes.Status200OK : StatusCodes.Status404NotFound);

    private static ContentResult Of(string json, int statusCode) => new()
    {
        Content = json,
        ContentType = "application/json; charset=utf-8",
        StatusCode = statusCode,
    };
}
