using System.Diagnostics;
using System.Reflection;

namespace Tsps.Testing;

/// <summary>A program of this build in a process of its own, which may be killed for real.</summary>
public static class DotnetProcess
{
    /// <summary>Runs it to its end, whatever that is.</summary>
    /// <returns>Its exit code, and what it wrote.</returns>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(Assembly program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(program);
        var start = new ProcessStartInfo("dotnet", [program.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, output, await errors);
    }
}
