using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tsps.Local.Hosting;

/// <summary>The part of host.json that we use, with the real host's defaults.</summary>
public sealed partial record HostSettings
{
    /// <summary>The first part of every route; empty puts routes at the root.</summary>
    public string RoutePrefix { get; init; } = "api";

    /// <summary>How long one run of a function may take. 30 minutes is the default outside the Consumption plan.</summary>
    public TimeSpan FunctionTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Reads host.json.</summary>
    /// <exception cref="FormatException">It isn't what host.json should be; the message names the setting.</exception>
    public static HostSettings Read(Stream hostJson)
    {
        var file = Parse(hostJson);
        var settings = new HostSettings();
        if (file?.Extensions?.Http?.RoutePrefix is { } prefix)
        {
            settings = settings with { RoutePrefix = prefix.Trim('/') };
        }

        return file?.FunctionTimeout is { } timeout ? settings with { FunctionTimeout = ParseTimeout(timeout) } : settings;
    }

    private static HostJson? Parse(Stream hostJson)
    {
        try
        {
            return JsonSerializer.Deserialize(hostJson, HostJsonContext.Default.HostJson);
        }
        catch (JsonException exception)
        {
            throw new FormatException($"host.json is not valid: {exception.Message}", exception);
        }
    }

    // "-1" is host.json's way to say without limit.
    private static TimeSpan ParseTimeout(string text) =>
        text == "-1" ? Timeout.InfiniteTimeSpan
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var timeout) && timeout > TimeSpan.Zero ? timeout
        : throw new FormatException($"functionTimeout in host.json is '{text}'; it is a time such as 00:10:00, or -1 for none.");

    internal sealed record HostJson(string? FunctionTimeout, ExtensionsSection? Extensions);

    internal sealed record ExtensionsSection(HttpSection? Http);

    internal sealed record HttpSection(string? RoutePrefix);

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true)]
    [JsonSerializable(typeof(HostJson))]
    internal sealed partial class HostJsonContext : JsonSerializerContext;
}
