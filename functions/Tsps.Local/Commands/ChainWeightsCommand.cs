using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Tsps.Bittensor.Keys;
using Tsps.Domain;
using Tsps.Local.Chain;
using Tsps.Neurons;
using Tsps.Scoring;
using Tsps.Subtensor;

namespace Tsps.Local.Commands;

/// <summary><c>tsps chain weights</c>: the weights of the hotkey: shown, set, revealed.</summary>
internal static class ChainWeightsCommand
{
    /// <param name="readSecret">Asks for the password of an encrypted hotkey.</param>
    internal static Command Create(Func<string, CancellationToken, Task<SecretText?>> readSecret)
    {
        var (chain, dryRun, final, json) = (new ChainOptions(takesMechanism: true), ChainCommand.DryRun(), ChainCommand.WaitForFinalization(), ChainCommand.Json());
        var set = new Option<UidShare[]?>("--set")
        {
            Description = "Sets weights in the way in which the subnet takes them: uids and shares, such as 3=1,7=0.5. Without it, those that are set are shown.",
            HelpName = "UID=SHARE,...",
            CustomParser = ParseShares,
        };
        var reveal = new Option<bool>("--reveal") { Description = "Reveals weights that were committed by their hash and whose time has come; with --dry-run, lists the stored ones and sends nothing." };
        var command = new Command("weights", "Shows the weights that the hotkey has set and when it may set others; with --set, sets them.") { set, reveal, dryRun, final, json }.With(chain);
        command.Validators.Add(result =>
        {
            if (result.GetValue(reveal) && result.GetResult(set) is not null)
            {
                result.AddError("--set and --reveal are two commands: give one of them.");
            }
        });
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var target = chain.Read(arguments);
            var wait = ChainCommand.Wait(arguments, final);
            var output = arguments.InvocationConfiguration.Output;
            if (arguments.GetValue(reveal))
            {
                if (arguments.GetValue(dryRun))
                {
                    await output.WriteAsync(await ChainWeightsAccess.PreviewRevealAsync(target, chain.ReadHotkey(arguments), cancellationToken));
                    return;
                }

                using var revealing = await chain.OpenHotkeyAsync(arguments, readSecret, cancellationToken);
                var revealed = await ChainWeightsAccess.Create(target, wait, arguments).RevealWeightsAsync(target.Netuid, revealing, cancellationToken);
                await output.WriteAsync(revealed.Count == 0 ? ["No commitment of this hotkey is stored. Nothing was sent."] : revealed.Select(result => result.ToString()));
                if (revealed.Any(result => result.Outcome is RevealOutcome.Refused or RevealOutcome.Lost))
                {
                    throw new CommandException("Not all weights could be revealed.");
                }

                return;
            }

            var current = await ReadAsync(target, chain.ReadHotkey(arguments), cancellationToken);
            if (arguments.GetValue(set) is not { Length: > 0 } shares)
            {
                await output.WriteAsync(arguments.GetValue(json) ? [ChainJson.Write(current.Weights)] : Lines(current.Weights));
                return;
            }

            var weights = SubnetWeights.Normalize(shares);
            if (arguments.GetValue(dryRun))
            {
                await output.WriteAsync(await PreviewAsync(target, current, weights, cancellationToken));
                return;
            }

            using var signer = await chain.OpenHotkeyAsync(arguments, readSecret, cancellationToken);
            var result = await ChainWeightsAccess.Create(target, wait, arguments).SetWeightsAsync(target.Netuid, signer, weights, cancellationToken);
            await output.WriteLineAsync($"Weights of subnet {target.Netuid}{Suffix(target.Mechanism)}: {result}.");
            if (result.ExtrinsicHash is { } hash)
            {
                await output.WriteLineAsync($"extrinsic   {hash}");
            }

            if (result.Outcome == WeightsOutcome.TooEarly)
            {
                throw new CommandException("Nothing was sent. Try again then.");
            }
        });
        return command;
    }

    private static async Task<(ChainJson.Weights Weights, WeightStanding Standing)> ReadAsync(ChainTarget target, Hotkey hotkey, CancellationToken cancellationToken)
    {
        await using var session = target.Client.Open();
        var standing = await session.ReadWeightStandingAsync(target.Netuid, hotkey, target.Mechanism, cancellationToken);
        var set = standing.Uid is { } uid ? await session.ReadWeightsAsync(target.Netuid, uid, target.Mechanism, cancellationToken) : [];
        var shown = new ChainJson.Weights(
            target.Network.Name, target.Netuid, target.Mechanism, standing.Block, hotkey.Address, standing.Uid, standing.HasPermit, PathText(standing.Path), standing.FirstBlock, set);
        return (shown, standing);
    }

    private static IEnumerable<string> Lines(ChainJson.Weights weights) =>
    [
        $"network     {weights.Network}",
        $"subnet      {weights.Netuid}{Suffix(weights.Mechanism)}, which takes weights {weights.Path}",
        $"hotkey      {weights.Hotkey}{(weights.Uid is { } uid ? $", uid {uid}" : ", not registered")}{(weights.Permit ? ", with a validator permit" : "")}",
        $"block       {weights.Block}; the hotkey may set weights {When(weights)}",
        .. weights.Set.Count == 0 ? ["weights     none"] : Table(weights.Set, []),
    ];

    private static string Suffix(byte mechanism) => mechanism == 0 ? "" : $", mechanism {mechanism}";

    private static string When(ChainJson.Weights weights) =>
        weights.Uid is null ? "once it is registered" : weights.FirstBlock > weights.Block ? $"from block {weights.FirstBlock} on" : "now";

    private static async Task<IEnumerable<string>> PreviewAsync(
        ChainTarget target, (ChainJson.Weights Weights, WeightStanding Standing) current, IReadOnlyList<UidWeight> weights, CancellationToken cancellationToken)
    {
        var (shown, standing) = current;
        var hotkey = new Hotkey(shown.Hotkey);
        var uid = standing.Uid ?? throw SubtensorSession.NotRegistered(target.Netuid, hotkey);
        var conforming = ChainWeights.Conform(weights, standing.Rules, standing.Neurons, uid);
        var plan = WeightPlan.Make(standing, target.Netuid, target.Mechanism, hotkey, conforming, TimeProvider.System.GetUtcNow());
        await using var session = target.Client.Open();
        var preview = await session.PreviewAsync(hotkey, plan.Call, cancellationToken);
        return
        [
            .. Lines(shown with { Set = [] }).SkipLast(1),
            .. Table(shown.Set, conforming),
            .. Note(plan),
            .. CallText.Of(preview),
        ];
    }

    private static IEnumerable<string> Note(WeightPlan plan) => plan switch
    {
        { Reveal: not null } => ["These would be committed by this call, with another salt, and revealed later: the weights alone by SubtensorModule.reveal_weights."],
        { DrandRound: { } round } => [$"These would be committed by this call, encrypted anew; the chain opens them with drand round {round}, at about block {plan.RevealBlock}."],
        _ => [],
    };

    private static IEnumerable<string> Table(IReadOnlyList<UidWeight> before, IReadOnlyList<UidWeight> after)
    {
        var (old, fresh) = (before.ToDictionary(weight => weight.Uid, weight => weight.Value), after.ToDictionary(weight => weight.Uid, weight => weight.Value));
        string[] columns = after.Count == 0 ? [">uid", ">weight"] : [">uid", ">weight", ">new"];
        return TextTable.Lines(
            columns,
            [
                .. old.Keys.Union(fresh.Keys).Order().Select(uid => (IReadOnlyList<string>)new[] { Text(uid), Find(old, uid), Find(fresh, uid) }[..columns.Length]),
            ]);
    }

    private static string Find(Dictionary<ushort, ushort> weights, ushort uid) => weights.TryGetValue(uid, out var value) ? Text(value) : "-";

    private static string Text(ushort number) => number.ToString(CultureInfo.InvariantCulture);

    private static string PathText(WeightPath path) => path switch
    {
        WeightPath.Direct => "directly",
        WeightPath.HashCommitment => "by salted hash first",
        _ => "encrypted for a drand round",
    };

    private static UidShare[]? ParseShares(ArgumentResult result)
    {
        var shares = new List<UidShare>();
        foreach (var part in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            if (part.Split('=', StringSplitOptions.TrimEntries) is not [var uid, var share]
                || !ushort.TryParse(uid, CultureInfo.InvariantCulture, out var number)
                || !double.TryParse(share, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                || !double.IsFinite(value)
                || shares.Exists(other => other.Uid == number))
            {
                result.AddError($"--set has '{part}'; it is a uid, = and a share that is not negative, each uid once, with commas between them, such as 3=1,7=0.5.");
                return null;
            }

            shares.Add(new UidShare(number, value));
        }

        return [.. shares];
    }
}
