using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
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
    private const double LongestWait = 3600;

    private static readonly StreamDefinition Stream = StreamDefinition.BtcUsd5m;

    /// <param name="readSecret">Asks for a secret; null where there is none.</param>
    internal static Command Create(Func<string, CancellationToken, Task<SecretText?>> readSecret)
    {
        var wallet = new WalletOptions();
        var axon = new Option<AxonEndpoint>("--axon") { Description = "Where the axon listens, such as 203.0.113.7:8091. Private and loopback addresses are called too.", HelpName = "IP:PORT", Required = true, CustomParser = ParseEndpoint };
        var hotkey = CommonOptions.Hotkey("The axon's hotkey, an SS58 address.");
        var synapse = new Option<string>("--synapse") { Description = "What to ask: a synapse's class name; Synapse is the ping.", HelpName = "NAME", DefaultValueFactory = _ => nameof(LiveForward) };
        synapse.AcceptOnlyFromAmong([.. SynapseTypes.All.Select(type => type.Name)]);
        var generation = new Option<string?>("--generation") { Description = "v4 sends samples, v6 does not; v6 for LiveForwardHash, else v4.", HelpName = "v4|v6" };
        generation.AcceptOnlyFromAmong("v4", "v6");
        var candles = new Option<string?>("--candles") { Description = "Candles to send: CSV, gzip or not; without it, simulated ones.", HelpName = "FILE" };
        var hashFirst = new Option<bool>("--hash-first") { Description = "v6: asks for a commitment first, after a pause for the forecast, and says whether the two match." };
        var pause = Seconds("--pause", $"The pause of --hash-first, {HashFirstQuery.DefaultWait.TotalSeconds} unless given.");
        var timeout = Seconds("--timeout", "How long to wait; without it, as long as the reference validator does: 12 to 180 seconds.");
        var json = new Option<bool>("--json") { Description = "Shows everything as JSON, with all closes." };
        var command = new Command("ask", "Asks one axon once (with --hash-first twice), signed by the wallet's hotkey, and shows the answer. The exit code is 0 for a good answer, else 1.")
        {
            axon, hotkey, synapse, generation, hashFirst, pause, candles, timeout, json,
        };
        foreach (var option in wallet.All)
        {
            command.Add(option);
        }

        command.SetAction(async (arguments, stop) =>
        {
            var target = new DendriteTarget(new Hotkey(arguments.GetRequiredValue(hotkey)), arguments.GetRequiredValue(axon));
            var name = arguments.GetRequiredValue(synapse);
            var isHashFirst = arguments.GetValue(hashFirst) || arguments.GetValue(pause) is not null;
            CheckHashFirst(isHashFirst, name, arguments.GetValue(generation));
            var sent = isHashFirst ? WireGeneration.V6 : GenerationOf(name, arguments.GetValue(generation));
            using var keypair = await wallet.OpenAsync(arguments, readSecret, stop);
            var history = await LoadCandlesAsync(name, sent, arguments.GetValue(candles), stop);
            var requestUuid = Guid.NewGuid();
            using var asker = new Asker(keypair, arguments.GetValue(json), arguments.InvocationConfiguration.Output);
            var isGood = isHashFirst
                ? await asker.AskHashFirstAsync(Ask(nameof(LiveForwardHash)), Ask(name), ToTime(arguments.GetValue(pause)) ?? HashFirstQuery.DefaultWait, stop)
                : await asker.AskAsync(Ask(name), stop);
            return isGood ? 0 : 1;

            AskedQuestion Ask(string asked)
            {
                var question = Question(asked, sent, requestUuid, history);
                return new AskedQuestion(keypair.Hotkey, target, sent, question with { Timeout = ToTime(arguments.GetValue(timeout)) ?? question.Timeout }, history);
            }
        });
        return command;
    }

    private static TimeSpan? ToTime(double? seconds) => seconds is { } given ? TimeSpan.FromSeconds(given) : null;

    private static void CheckHashFirst(bool isHashFirst, string synapse, string? generation)
    {
        if (isHashFirst && (synapse != nameof(LiveForward) || generation == "v4"))
        {
            throw new CommandException("--hash-first and --pause are for LiveForward of generation v6.");
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

    private static AxonQuestion Question(string synapse, WireGeneration generation, Guid requestUuid, AskCandles? candles)
    {
        try
        {
            return AxonQuestion.Create(synapse, generation, Stream, requestUuid, candles?.ToSamples());
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

    private static Option<double?> Seconds(string name, string description)
    {
        var option = new Option<double?>(name) { Description = description, HelpName = "SECONDS" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!double.TryParse(token.Value, CultureInfo.InvariantCulture, out var seconds) || !(seconds > 0 && seconds <= LongestWait)))
            {
                result.AddError($"{name} is '{token.Value}'; it is a number of seconds above 0 and up to {LongestWait}, such as 30.");
            }
        });
        return option;
    }
}
