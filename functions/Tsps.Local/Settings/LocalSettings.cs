using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Tsps.Local.Commands;

namespace Tsps.Local.Settings;

/// <summary>
/// The settings of a live run: the <c>Values</c> of local.settings.json, which is what Core Tools read, and the environment, which wins. In
/// both, a double underscore parts a section from a name.
/// </summary>
internal static class LocalSettings
{
    internal const string FileName = "local.settings.json";

    /// <param name="file">The settings file; null takes <see cref="FileName"/> of the current folder or else of <paramref name="root"/>, if there is one.</param>
    /// <param name="root">The repository's folder, where known.</param>
    /// <exception cref="CommandException">The file is missing or isn't what it should be.</exception>
    internal static IConfigurationRoot Load(string? file, string? root)
    {
        var builder = new ConfigurationBuilder();
        if (Locate(file, root) is { } path)
        {
            builder.AddInMemoryCollection(Read(path));
        }

        return builder.AddEnvironmentVariables().Build();
    }

    private static string? Locate(string? file, string? root)
    {
        if (file is not null)
        {
            return File.Exists(file) ? file : throw new CommandException($"There is no settings file {file}.");
        }

        return new[] { Directory.GetCurrentDirectory(), root }
            .OfType<string>()
            .Select(folder => Path.Combine(folder, FileName))
            .FirstOrDefault(File.Exists);
    }

    private static Dictionary<string, string?> Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var json = JsonDocument.Parse(stream, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return Read(json.RootElement, path);
        }
        catch (JsonException exception)
        {
            throw new CommandException($"{path} is not valid JSON: {exception.Message}", exception);
        }
    }

    private static Dictionary<string, string?> Read(JsonElement root, string path)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("Values", out var values) || values.ValueKind != JsonValueKind.Object)
        {
            throw new CommandException($"{path} has no object \"Values\"; it looks like {{ \"IsEncrypted\": false, \"Values\": {{ \"Axon__Port\": \"8091\" }} }}.");
        }

        if (root.TryGetProperty("IsEncrypted", out var encrypted) && encrypted.ValueKind == JsonValueKind.True)
        {
            throw new CommandException($"{path} is encrypted; decrypt it with 'func settings decrypt'.");
        }

        return values.EnumerateObject().ToDictionary(value => KeyOf(value.Name), value => ValueOf(value, path), StringComparer.OrdinalIgnoreCase);
    }

    private static string KeyOf(string name) => name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);

    private static string? ValueOf(JsonProperty value, string path) => value.Value.ValueKind switch
    {
        JsonValueKind.String => value.Value.GetString(),
        JsonValueKind.Null => null,
        JsonValueKind.Object or JsonValueKind.Array =>
            throw new CommandException($"'{value.Name}' in {path} is not a text; settings are flat, with names such as Wallet__Name."),
        _ => value.Value.GetRawText(),
    };
}
