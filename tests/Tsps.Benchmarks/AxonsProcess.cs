using System.Diagnostics;
using System.Globalization;

namespace Tsps.Benchmarks;

/// <summary><see cref="LoopbackAxons"/> in a process of its own, so that its time and memory are not the caller's.</summary>
internal sealed class AxonsProcess : IDisposable
{
    private readonly Process _process;

    private AxonsProcess(Process process) => _process = process;

    /// <summary>What the process has used so far.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <param name="count">How many axons it shall serve.</param>
    public static AxonsProcess Start(int count)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(AxonsProcess).Assembly.Location);
        }

        start.ArgumentList.Add(LoopbackAxons.Command);
        start.ArgumentList.Add(count.ToString(CultureInfo.InvariantCulture));
        return new AxonsProcess(Process.Start(start)!);
    }

    /// <summary>The port of the next axon; each is told once.</summary>
    public async Task<int> ReadPortAsync(CancellationToken cancellationToken) => Arguments.ReadCount(
        await _process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("The axons' process ended before it named its ports."));

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(cancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
