using System.CommandLine;
using System.Globalization;
using Azure;
using Microsoft.AspNetCore.Connections;
using Tsps.Azurite;
using Tsps.Bittensor.Wallets;
using Tsps.Neurons;
using Tsps.Subtensor;

namespace Tsps.Local.Commands;

/// <summary>Runs the command that the arguments name. Exit codes: 0 when it did what was asked, 1 when not, 130 when it was stopped before.</summary>
internal static class CommandLine
{
    /// <summary>What a shell expects of a command that Ctrl-C ended.</summary>
    private const int Interrupted = 130;

    // A stop lets HTTP calls end (30 s at most), then timers (10 s).
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);

    // A text to sign may begin with @, which would otherwise name a file of arguments.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    internal static async Task<int> InvokeAsync(RootCommand root, IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        var invocation = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = StopLimit,
            Output = output,
            Error = error,
        };
        try
        {
            return await root.Parse(args, Parsing).InvokeAsync(invocation, CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("tsps: stopped.");
            return Interrupted;
        }
        catch (Exception exception) when (Explain(exception) is { } message)
        {
            await error.WriteLineAsync($"tsps: {message}");
            return 1;
        }
    }

    /// <summary>What the user can do something about is said in a sentence; null for the rest, which are our own faults.</summary>
    private static string? Explain(Exception exception) => exception switch
    {
        CommandException or InvalidSettingException or KeyFileException or AzuriteUnavailableException or SubtensorException => exception.Message,
        IOException { InnerException: AddressInUseException } => $"{exception.Message} Choose another port with --port.",
        IOException or UnauthorizedAccessException => exception.Message,
        RequestFailedException failure => ExplainStorage(failure),
        AggregateException { InnerException: RequestFailedException failure } => ExplainStorage(failure),
        _ => null,
    };

    private static string ExplainStorage(RequestFailedException failure) => string.Create(
        CultureInfo.InvariantCulture,
        $"Storage, which AzureWebJobsStorage names, does not answer as it should: {FirstLine(failure.GetBaseException().Message)} (status {failure.Status} {failure.ErrorCode})");

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();
}
