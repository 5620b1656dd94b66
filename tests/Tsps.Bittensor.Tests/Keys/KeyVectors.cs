using System.Text.Json;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Keys;

/// <summary>The recorded key vectors, and what two SDKs made of each.</summary>
internal static class KeyVectors
{
    public const string Sdk6 = "bittensor_6.7.2";
    public const string Sdk10 = "bittensor-wallet_4.1.1";

    // Lazy hands a skip for want of the file on to every test, where a static initialiser would fail them.
    private static readonly Lazy<JsonElement> File = new(Read);

    public static JsonElement Root => File.Value;

    public static IReadOnlyList<JsonElement> Keys => [.. Root.GetProperty("keys").EnumerateArray()];

    public static IReadOnlyList<JsonProperty> Cases(string group)
    {
        JsonProperty[] cases = [.. Root.GetProperty(group).EnumerateObject()];
        Assert.NotEmpty(cases);
        return cases;
    }

    public static IReadOnlyList<JsonElement> Items(string group)
    {
        JsonElement[] items = [.. Root.GetProperty(group).EnumerateArray()];
        Assert.NotEmpty(items);
        return items;
    }

    public static string Text(this JsonElement element, string member) => element.GetProperty(member).GetString()!;

    public static byte[] Bytes(this JsonElement element, string member) => Convert.FromHexString(element.Text(member));

    public static bool IsError(this JsonElement outcome) => outcome.TryGetProperty("error", out _);

    /// <summary>Whether an outcome is <c>{"result": true}</c>; an error is as good as false.</summary>
    public static bool IsTrue(this JsonElement outcome) =>
        outcome.TryGetProperty("result", out var result) && result.ValueKind == JsonValueKind.True;

    private static JsonElement Read()
    {
        using var document = GoldenFile.Read("keys/keys.json");
        return document.RootElement.Clone();
    }
}
