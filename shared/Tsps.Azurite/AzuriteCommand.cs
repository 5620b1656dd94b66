using System.Diagnostics;
using System.Globalization;

namespace Tsps.Azurite;

/// <summary>The command line that runs Azurite under Node.</summary>
internal static class AzuriteCommand
{
    private const string AccountsVariable = "AZURITE_ACCOUNTS";

    // Our end of standard input closes however we die, so its end is the signal to stop; a Ctrl-C meant for us must not stop
    // Azurite first, since we still write to it while we stop.
    private const string StopsWithItsParent = """
        process.stdin.resume();
        process.stdin.on("end", () => {
          setTimeout(() => process.exit(0), 5000).unref();
          if (!process.emit("SIGTERM")) process.exit(0);
        });
        process.on("SIGINT", () => {});
        process.on("newListener", (name, listener) => {
          if (name === "SIGINT") setImmediate(() => process.removeListener(name, listener));
        });
        """;

    internal static ProcessStartInfo Build(AzuriteOptions options)
    {
        var start = new ProcessStartInfo("node")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        start.ArgumentList.Add("--import");
        start.ArgumentList.Add("data:text/javascript," + Uri.EscapeDataString(StopsWithItsParent));
        start.ArgumentList.Add(Existing(options.Entry));
        foreach (var argument in Arguments(options))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[AccountsVariable] = string.Join(';', options.Accounts.Select(account => $"{account}:{AzuriteAccount.Key}"));
        return start;
    }

    private static IEnumerable<string> Arguments(AzuriteOptions options)
    {
        yield return "--silent";
        yield return "--skipApiVersionCheck";
        yield return "--disableTelemetry";
        foreach (var (name, port) in new[] { ("--blobPort", options.Ports.Blob), ("--queuePort", options.Ports.Queue), ("--tablePort", options.Ports.Table) })
        {
            yield return name;
            yield return port.ToString(CultureInfo.InvariantCulture);
        }

        if (options.DataFolder is null)
        {
            yield return "--inMemoryPersistence";
        }
        else
        {
            yield return "--location";
            yield return Path.GetFullPath(options.DataFolder);
        }
    }

    private static string Existing(string? entry)
    {
        if (string.IsNullOrEmpty(entry))
        {
            throw new AzuriteUnavailableException(
                $"{AzuriteOptions.EntryVariable} is not set: it names Azurite's entry, such as node_modules/azurite/dist/src/azurite.js. ./tsps installs Azurite and sets it.");
        }

        return File.Exists(entry)
            ? entry
            : throw new AzuriteUnavailableException($"{AzuriteOptions.EntryVariable} names {entry}, which does not exist. ./tsps setup installs Azurite.");
    }
}
