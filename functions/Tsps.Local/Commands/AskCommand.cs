using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Bittensor.Dendrite;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Synapses;
using Tsps.Domain;
using Tsps.Local.Asking;
using Tsps.Validation.Asking;

namespace Tsps.Local.Commands;

/// <summary><c>tsps ask</c>: one request to one axon, for who wants to know why a miner is silent.</summary>
internal static class AskCommand
{
    private const double LongestTimeout = 3600;

    private static readonly StreamDefinition Stream = StreamDefinition.BtcUsd5m;

    internal static Command Create()
    {
        var wallet = new WalletOptions();
        var axon = new Option<AxonEndpoint>("--axon") { Description = "Where the axon listens, such as 203.0.113.7:8091. Private and loopback addresses are called too.", HelpName = "IP:PORT", Required = true, CustomParser = ParseEndpoint };
        var hotkey = CommonOptions.Hotkey("The axon's hotkey, an SS58 address.");
        var synapse = new Option<string>("--synapse") { Description = "What to ask: a synapse's class name; Synapse is the ping.", HelpName = "NAME", DefaultValueFactory = _ => nameof(LiveForward) };
        synapse.AcceptOnlyFromAmong([.. SynapseTypes.All.Select(type => type.Name)]);
        var generation = new Option<string?>("--generation") { Description = "v4 sends samples, v6 does not; v6 for LiveForwardHash, else v4.", HelpName = "v4|v6" };
        generation.AcceptOnlyFromAmong("v4", "v6");
        var candles = new Option<string?>("--candles") { Description = "Candles to send: CSV, gzip or not; without it, simulated ones.", HelpName = "FILE" };
        var timeout = new Option<double?>("--timeout") { Description = "How long to wait; without it, as long as the reference validator does: 12 to 180 seconds.", HelpName = "SECONDS" };
        timeout.Validators.Add(CheckTimeout);
        var json = new Option<bool>("--json") { Description = "Shows everything as JSON, with all closes." };
        var command = new Command("ask", "Asks one axon once, signed by the wallet's hotkey, and shows the answer. The exit code is 0 for a good answer, else 1.")
        {
            axon, hotkey, synapse, generation, candles, timeout, json,
        };
        foreach (var option in wallet.All)
        {
            command.Add(option);
        }

        command.SetAction(async (arguments, stop) =>
        {
            var target = new DendriteTarget(new Hotkey(arguments.GetRequiredValue(hotkey)), arguments.GetRequiredValue(axon));
            var name = arguments.GetRequiredValue(synapse);
            var sent = GenerationOf(name, arguments.GetValue(generation));
            using var keypair = wallet.Read(arguments).Open(new WarningWriter(arguments.InvocationConfiguration.Error));
            var history = await LoadCandlesAsync(name, sent, arguments.GetValue(candles), stop);
            var question = Question(name, sent, history);
            question = arguments.GetValue(timeout) is { } seconds ? question with { Timeout = TimeSpan.FromSeconds(seconds) } : question;
            var asked = new AskedQuestion(keypair.Hotkey, target, sent, question, history);
            var report = await AskAsync(asked, keypair, arguments.GetValue(json), arguments.InvocationConfiguration.Output, stop);
            return report.IsSuccess ? 0 : 1;
        });
        return command;
    }

    private static async Task<AnswerReport> AskAsync(AskedQuestion asked, Keypair keypair, bool asJson, TextWriter output, CancellationToken stop)
    {
        await WriteAsync(output, asJson ? [] : AskText.Ask(asked));
        var options = new DendriteOptions { AllowPrivateAddresses = true };
        using var dendrite = new DendriteClient(keypair, options, TimeProvider.System, NullLogger<DendriteClient>.Instance);
        try
        {
            var answers = await dendrite.AskAsync(asked.Question.Synapse, [asked.Target], asked.Question.Timeout, stop);
            var report = AnswerReport.Of(asked.Question, answers[0]);
            await WriteAsync(output, asJson ? [AskJson.Write(asked, report)] : AskText.Answer(report));
            return report;
        }
        catch (OperationCanceledException stopped) when (stop.IsCancellationRequested)
        {
            throw new CommandException("Stopped before there was an answer.", stopped);
        }
    }

    private static async Task WriteAsync(TextWriter output, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            await output.WriteLineAsync(line);
        }
    }

    private static WireGeneration GenerationOf(string synapse, string? given) =>
        given == "v6" || (given is null && synapse == nameof(LiveForwardHash)) ? WireGeneration.V6 : WireGeneration.V4;

    private static async Task<AskCandles?> LoadCandlesAsync(string synapse, WireGeneration generation, string? file, CancellationToken cancellationToken)
    {
        if (AxonQuestion.HasSamples(synapse, generation))
        {
            return await AskCandles.LoadAsync(file, Stream, TimeProvider.System, cancellationToken);
        }

        return file is null ? null : throw new CommandException("--candles is for synapses that carry samples: all of v4 but Synapse.");
    }

    private static AxonQuestion Question(string synapse, WireGeneration generation, AskCandles? candles)
    {
        try
        {
            return AxonQuestion.Create(synapse, generation, Stream, Guid.NewGuid(), candles?.ToSamples());
        }
        catch (ArgumentException absent) when (absent.ParamName == "synapse")
        {
            throw new CommandException($"Generation {(generation == WireGeneration.V4 ? "v4 has no LiveForwardHash" : "v6 has LiveForward, LiveForwardHash and Synapse only")}.", absent);
        }
    }

    private static AxonEndpoint? ParseEndpoint(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (IPEndPoint.TryParse(text, out var endpoint) && new AxonEndpoint(endpoint.Address, endpoint.Port) is { IsAnnounced: true } axon)
        {
            return axon;
        }

        result.AddError($"--axon is '{text}'; it is an IP address and a port, such as 203.0.113.7:8091 or [2001:db8::7]:8091.");
        return null;
    }

    private static void CheckTimeout(OptionResult result)
    {
        if (result.Tokens is [var token] && (!double.TryParse(token.Value, CultureInfo.InvariantCulture, out var seconds) || !(seconds > 0 && seconds <= LongestTimeout)))
        {
            result.AddError($"--timeout is '{token.Value}'; it is a number of seconds above 0 and up to {LongestTimeout}, such as 30.");
        }
    }
}
