using System.Globalization;
using Tsps.Subtensor;

namespace Tsps.Local.Chain;

/// <summary>A neuron as commands show it, in the columns of btcli.</summary>
/// <param name="Name">The hotkey's name in the wallet; null where it is not looked at.</param>
/// <param name="Updated">Blocks since its last weights.</param>
internal sealed record NeuronRow(
    string? Name,
    ushort Uid,
    string Hotkey,
    string Coldkey,
    bool Active,
    decimal Stake,
    double Rank,
    double Trust,
    double Consensus,
    double Incentive,
    double Dividends,
    decimal Emission,
    double ValidatorTrust,
    bool Permit,
    ulong Updated,
    string? Axon)
{
    private const string Nothing = "-";

    internal static NeuronRow From(NeuronInfo neuron, ulong block, string? name = null) => new(
        name,
        neuron.Uid,
        neuron.Hotkey.Address,
        neuron.Coldkey,
        neuron.IsActive,
        neuron.Stake,
        neuron.Rank,
        neuron.Trust,
        neuron.Consensus,
        neuron.Incentive,
        neuron.Dividends,
        neuron.Emission,
        neuron.ValidatorTrust,
        neuron.ValidatorPermit,
        block > neuron.LastUpdate ? block - neuron.LastUpdate : 0,
        neuron.Axon.Endpoint?.ToString());

    internal static IEnumerable<string> Table(IReadOnlyList<NeuronRow> rows)
    {
        var isNamed = rows.Any(row => row.Name is not null);
        string[] columns =
        [
            .. isNamed ? new[] { "name" } : [],
            ">uid", "active", ">stake", ">rank", ">trust", ">consensus", ">incentive", ">dividends", ">emission", ">vtrust", "permit", ">updated", "axon", "hotkey",
        ];
        return TextTable.Lines(columns, [.. rows.Select(row => row.Texts(isNamed))]);
    }

    private string[] Texts(bool isNamed) =>
    [
        .. isNamed ? new[] { Name ?? Nothing } : [],
        Text($"{Uid}"),
        Active ? "yes" : "no",
        Text($"{Stake:F4}"),
        Text($"{Rank:F5}"),
        Text($"{Trust:F5}"),
        Text($"{Consensus:F5}"),
        Text($"{Incentive:F5}"),
        Text($"{Dividends:F5}"),
        Text($"{Emission:F9}"),
        Text($"{ValidatorTrust:F5}"),
        Permit ? "yes" : "no",
        Text($"{Updated}"),
        Axon ?? Nothing,
        Hotkey,
    ];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
