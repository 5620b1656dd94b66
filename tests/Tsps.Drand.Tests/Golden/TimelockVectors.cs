using System.Text.Json;
using Tsps.Testing;

namespace Tsps.Drand.Tests.Golden;

/// <summary>The recorded timelocked commits.</summary>
internal static class TimelockVectors
{
    // Lazy hands a skip for want of the file on to every test, where a static initialiser would fail them.
    private static readonly Lazy<JsonElement> File = new(Read);

    public static JsonElement Root => File.Value;

    public static IReadOnlyList<JsonElement> Items(string group)
    {
        JsonElement[] items = [.. Root.GetProperty(group).EnumerateArray()];
        Assert.NotEmpty(items);
        return items;
    }

    public static byte[] Bytes(this JsonElement element, string member) => Convert.FromHexString(element.GetProperty(member).GetString()!);

    /// <summary>A number, which may be written as a text.</summary>
    public static ulong Number(this JsonElement element, string member)
    {
        var value = element.GetProperty(member);
        return value.ValueKind == JsonValueKind.String ? ulong.Parse(value.GetString()!, null) : value.GetUInt64();
    }

    public static ushort[] Shorts(this JsonElement element, string member) =>
        [.. element.GetProperty(member).EnumerateArray().Select(item => item.GetUInt16())];

    private static JsonElement Read()
    {
        using var document = GoldenFile.Read("chain/timelock.json");
        return document.RootElement.Clone();
    }
}
