using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Tsps.Local.Demo;

/// <summary>Draws a snapshot: as a table for a terminal, as a line without one.</summary>
internal static class DemoTable
{
    internal static IRenderable Draw(DemoSnapshot snapshot) => new Rows(Totals(snapshot), Miners(snapshot));

    internal static string Line(DemoSnapshot snapshot)
    {
        var miners = snapshot.Miners.Select(miner => $"uid {miner.Uid} score {Score(miner)} weight {Weight(miner)}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Time(snapshot)}  sent {snapshot.RoundsSent}  stored {snapshot.PredictionsStored}  scored {snapshot.RoundsScored}  | {string.Join(" | ", miners)}");
    }

    private static Table Totals(DemoSnapshot snapshot) => new Table()
        .Border(TableBorder.Rounded)
        .AddColumn("Time in the replay")
        .AddColumn("Done", column => column.RightAligned())
        .AddColumn("Rounds sent", column => column.RightAligned())
        .AddColumn("Predictions stored", column => column.RightAligned())
        .AddColumn("Rounds scored", column => column.RightAligned())
        .AddRow(
            Time(snapshot),
            Text($"{Done(snapshot):P0}"),
            Text($"{snapshot.RoundsSent}"),
            Text($"{snapshot.PredictionsStored}"),
            Text($"{snapshot.RoundsScored}"));

    private static Table Miners(DemoSnapshot snapshot)
    {
        var table = new Table()
            .Border(TableBorder.Rounded)
            .AddColumn("Uid", column => column.RightAligned())
            .AddColumn("Miner")
            .AddColumn("Model")
            .AddColumn("Score", column => column.RightAligned())
            .AddColumn("Weight", column => column.RightAligned());
        foreach (var miner in snapshot.Miners)
        {
            table.AddRow(
                Text($"{miner.Uid}"),
                Markup.Escape(Shortened(miner.Hotkey.Address)),
                Markup.Escape(miner.Model),
                Score(miner),
                Weight(miner));
        }

        return table;
    }

    private static double Done(DemoSnapshot snapshot) =>
        snapshot.End > snapshot.Start ? Math.Clamp((snapshot.Time - snapshot.Start) / (snapshot.End - snapshot.Start), 0, 1) : 1;

    private static string Time(DemoSnapshot snapshot) => Text($"{snapshot.Time.UtcDateTime:yyyy-MM-dd HH:mm}");

    private static string Score(DemoMiner miner) => miner.Score is { } score ? Text($"{score:F4}") : "-";

    private static string Weight(DemoMiner miner) => miner.Weight is { } weight ? Text($"{weight}") : "-";

    private static string Shortened(string address) => address.Length <= 14 ? address : $"{address[..7]}..{address[^5..]}";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
