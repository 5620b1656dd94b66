using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Tsps.Azurite;

/// <summary>Reads what Azurite prints: the ports that it listens on, and why it gave up.</summary>
internal sealed partial class AzuriteOutput
{
    private const int RememberedLines = 12;

    private readonly TaskCompletionSource<AzuritePorts> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<string> _lastLines = new();
    private readonly Lock _lock = new();
    private readonly Task _ended;
    private AzuritePorts _ports;

    internal AzuriteOutput(Process process)
    {
        // Read to the end for as long as it runs, or a full pipe would stop it.
        _ended = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    internal async Task<AzuritePorts> ReadPortsAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAny(_listening.Task, _ended).WaitAsync(timeout, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new AzuriteUnavailableException($"Azurite did not listen within {timeout.TotalSeconds:0} s. {LastWords()}", exception);
        }

        return _listening.Task.IsCompletedSuccessfully
            ? await _listening.Task
            : throw new AzuriteUnavailableException($"Azurite ended while starting. {LastWords()}");
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            Take(line);
        }
    }

    private void Take(string line)
    {
        lock (_lock)
        {
            if (_lastLines.Count == RememberedLines)
            {
                _lastLines.Dequeue();
            }

            _lastLines.Enqueue(line);
            if (Listening().Match(line) is not { Success: true } match)
            {
                return;
            }

            var port = int.Parse(match.Groups["port"].ValueSpan, CultureInfo.InvariantCulture);
            _ports = match.Groups["service"].Value switch
            {
                "Blob" => _ports with { Blob = port },
                "Queue" => _ports with { Queue = port },
                _ => _ports with { Table = port },
            };
            if (_ports is { Blob: > 0, Queue: > 0, Table: > 0 })
            {
                _listening.TrySetResult(_ports);
            }
        }
    }

    private string LastWords()
    {
        lock (_lock)
        {
            return _lastLines.Count == 0 ? "It said nothing." : "It said: " + string.Join(" | ", _lastLines);
        }
    }

    [GeneratedRegex(@"Azurite (?<service>Blob|Queue|Table) service is successfully listening at \S*:(?<port>[0-9]+)$")]
    private static partial Regex Listening();
}
