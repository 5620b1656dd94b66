namespace Tsps.Validation.Dashboard;

/// <summary>The dashboard's page: one HTML document without anything to load from elsewhere, which asks for <c>dashboard/data</c>.</summary>
public static class DashboardPage
{
    private const string ResourceName = "Tsps.Validation.Dashboard.dashboard.html";

    /// <summary>The page as UTF-8.</summary>
    public static ReadOnlyMemory<byte> Html { get; } = Load();

    private static byte[] Load()
    {
        using var resource = typeof(DashboardPage).Assembly.GetManifestResourceStream(ResourceName)!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
