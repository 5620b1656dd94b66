using System.CommandLine;
using System.Globalization;
using Tsps.Local.Chain;

namespace Tsps.Local.Commands;

/// <summary><c>tsps chain status</c>: which chain answers, and the rules of the subnet.</summary>
internal static class ChainStatusCommand
{
    internal static Command Create()
    {
        var (chain, json) = (new ChainOptions(), ChainCommand.Json());
        var command = new Command("status", "Shows which chain answers, how far it is, and the subnet's rules and price of registration.") { json }.With(chain);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var status = await ReadAsync(chain.Read(arguments), cancellationToken);
            await arguments.InvocationConfiguration.Output.WriteAsync(arguments.GetValue(json) ? [ChainJson.Write(status)] : Lines(status));
        });
        return command;
    }

    private static async Task<ChainJson.Status> ReadAsync(ChainTarget target, CancellationToken cancellationToken)
    {
        await using var session = target.Client.Open();
        var chain = await session.ReadStatusAsync(cancellationToken);
        return new ChainJson.Status(
            target.Network.Name,
            chain.Endpoint,
            chain.GenesisHash,
            chain.SpecName,
            chain.SpecVersion,
            chain.Head,
            chain.Finalized,
            target.Netuid,
            await session.ReadRegistrationCostAsync(target.Netuid, cancellationToken),
            await session.ReadHyperparametersAsync(target.Netuid, cancellationToken));
    }

    private static IEnumerable<string> Lines(ChainJson.Status status)
    {
        var rules = status.Hyperparameters;
        (string Name, FormattableString Value)[] lines =
        [
            ("network", $"{status.Network}"),
            ("endpoint", $"{status.Endpoint}"),
            ("genesis", $"{status.GenesisHash}"),
            ("runtime", $"{status.SpecName} {status.SpecVersion}"),
            ("block", $"{status.Head}, final {status.Finalized}"),
            ("subnet", $"{status.Netuid}"),
            ("registration", $"{(rules.RegistrationAllowed ? "open" : "closed")}, {status.RegistrationCost} TAO"),
            ("tempo", $"{CountText.Of(rules.Tempo, "block")}"),
            ("immunity", $"{CountText.Of(rules.ImmunityPeriod, "block")}"),
            ("weights", $"every {CountText.Of(rules.WeightsRateLimit, "block")}, at least {rules.MinAllowedWeights}, none above {(double)rules.MaxWeightsLimit / ushort.MaxValue:P1}, version {rules.WeightsVersion}"),
            ("commit-reveal", $"{(rules.CommitRevealEnabled ? Interval(rules.CommitRevealInterval) : "off")}"),
            ("serving", $"every {CountText.Of(rules.ServingRateLimit, "block")}"),
            ("validators", $"{rules.MaxValidators}, inactive after {CountText.Of(rules.ActivityCutoff, "block")}"),
        ];
        return lines.Select(line => $"{line.Name,-16}{line.Value.ToString(CultureInfo.InvariantCulture)}");
    }

    private static string Interval(ulong epochs) => $"on, revealed after {CountText.Of(epochs, "epoch")}";
}
