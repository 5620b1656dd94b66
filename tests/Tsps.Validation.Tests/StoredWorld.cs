using Tsps.Domain;

namespace Tsps.Validation.Tests;

/// <summary>Everything that a validator's runs decide, read back from storage as text.</summary>
internal static class StoredWorld
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Rounds with their states, rows, history, scores and weights to the bit, truths, and what the registry has.</summary>
    public static async Task<string> DescribeAsync(ValidatorWorld world)
    {
        var lines = new List<string>();
        foreach (var plan in world.Settings.Streams)
        {
            foreach (var round in await world.Rounds.ListAsync(plan.Id, plan.SlotAt(ValidatorWorld.Start.AddDays(-1)), plan.SlotAt(ValidatorWorld.Start.AddDays(40)), Token))
            {
                lines.Add($"{plan.Id} {round.Slot} {round.State} {round.AskedCount} {round.ReceivedCount} {round.Reason}");
                await DescribeAsync(world, round, lines);
            }

            var closes = await world.Truths.ListAsync(plan.Id, ValidatorWorld.Start.AddDays(-1).ToUnixTimeMilliseconds(), ValidatorWorld.Start.AddDays(40).ToUnixTimeMilliseconds(), Token);
            lines.AddRange(closes.Select(close => $"{plan.Id} truth {close.CloseTimeMs} {close.Close:R} {string.Join(',', close.Sources)}"));
            lines.Add($"{plan.Id} head {(await world.Heads.ReadAsync(plan.Id, Token)).LastScored}");
        }

        var weights = await world.Registry.ReadWeightsAsync(ValidatorWorld.Netuid, world.Validator.Hotkey, Token);
        lines.AddRange(weights?.Weights.Select(weight => $"weight {weight.Uid} {weight.Value}") ?? []);
        return string.Join('\n', lines);
    }

    private static async Task DescribeAsync(ValidatorWorld world, Round round, List<string> lines)
    {
        var rows = await world.Predictions.ListAsync(round.StreamId, round.Slot, Token);
        foreach (var row in rows)
        {
            lines.Add($"  row {row with { Version = "" }}");
            var past = await world.History.ListAsync(round.StreamId, row.Hotkey, round.Slot, round.Slot, Token);
            lines.AddRange(past.Select(entry => $"  past {entry with { Version = "" }}"));
        }

        if (await world.Documents.FindScoresAsync(round.StreamId, round.Slot, Token) is { } scores)
        {
            lines.Add($"  scores after {scores.PreviousSlot} {scores.VoidReason} {scores.GeometricMean:R}");
            lines.AddRange(scores.State.Select(entry => $"  state {entry.Hotkey} {entry.Score:R}"));
        }

        if (await world.Documents.FindWeightsAsync(round.StreamId, round.Slot, Token) is { } weights)
        {
            lines.AddRange(weights.Weights.Select(entry => $"  weight {entry.Hotkey} {entry.Weight:R}"));
        }
    }
}
