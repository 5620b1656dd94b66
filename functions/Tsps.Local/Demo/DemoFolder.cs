using System.Diagnostics;
using System.Globalization;

namespace Tsps.Local.Demo;

/// <summary>A demo's data below the artifacts: a folder of this process, so that demos run side by side. Thrown away at the end, and by the next demo where this one was killed.</summary>
internal sealed class DemoFolder : IDisposable
{
    public DemoFolder(string artifacts)
    {
        var demos = System.IO.Path.Combine(artifacts, "demo");
        Directory.CreateDirectory(demos);
        foreach (var left in Directory.EnumerateDirectories(demos).Where(IsLeftBehind))
        {
            Delete(left);
        }

        Path = System.IO.Path.Combine(demos, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        Delete(Path);
    }

    public string Path { get; }

    public void Dispose() => Delete(Path);

    private static bool IsLeftBehind(string folder)
    {
        if (!int.TryParse(System.IO.Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var process))
        {
            return false;
        }

        try
        {
            using var running = Process.GetProcessById(process);
            return false;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // Not there, or somebody looks into it: the next demo tries again.
        }
    }
}
