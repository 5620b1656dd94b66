using System.Text.Json;
using Tsps.Domain;
using Tsps.Scoring.Numerics;
using Tsps.Scoring.Stages;
using Tsps.Testing;

namespace Tsps.Scoring.Tests.Golden;

/// <summary>Compares the way from the state to the weights with a recording of it, stage by stage and as a whole.</summary>
internal static class RecordedWeights
{
    private const double TransformTolerance = 1e-11;
    private const double ScalingTolerance = 1e-12;
    private const double WeightTolerance = 1e-9;
    private const double SmallestWeight = 1e-15;

    /// <summary>Nearly equal inputs lose digits by cancellation; from here on a u16 may be off by one.</summary>
    private const double IllConditioned = 1e3;

    /// <summary>Each stage fed with what the recording fed it.</summary>
    public static void CheckStages(ScoringProfile profile, JsonElement recorded, ScoreState state, string context)
    {
        var stages = recorded.GetProperty("stages");
        if (!stages.TryGetProperty("yeojohnson", out var power))
        {
            return;
        }

        var statistics = stages.Items("statistics").Reverse().Take(2).Reverse().Select(item => item.GetProperty("result").AsDouble()).ToArray();
        Vectors.Same(statistics[0], NumpyStatistics.Mean(state.ScoreSpan), Vectors.NoTolerance, $"{context}: mean of the state");
        Vectors.Same(statistics[1], NumpyStatistics.StandardDeviation(state.ScoreSpan), Vectors.NoTolerance, $"{context}: std of the state");
        Vectors.Same(
            power.GetProperty("out").AsDoubles(),
            PowerTransform.Transform(power.GetProperty("in").AsDoubles(), profile.PowerLambda),
            TransformTolerance,
            $"{context}: transform");
        var scaling = stages.GetProperty("min_max_scalar_list");
        var scaled = MinMaxScaling.Scale(scaling.GetProperty("in").AsDoubles());
        Assert.True(scaling.Has("exception") == scaled is null, $"{context}: refusal to scale");
        if (scaled is not null)
        {
            Vectors.Same(scaling.GetProperty("out").AsDoubles(), scaled, Vectors.NoTolerance, $"{context}: scaling", ScalingTolerance);
        }

        foreach (var set in recorded.Items("set_weights").Where(set => set.Has("emitted")))
        {
            Same(set, WeightEmission.ThroughFloat32(set.AsUidShares("uids", "weights")), 0, context);
        }
    }

    /// <summary>From the state to u16 at once.</summary>
    public static void CheckWhole(ScoringProfile profile, JsonElement recorded, ScoreState state, IReadOnlyList<Hotkey> metagraph, string context)
    {
        var stages = recorded.GetProperty("stages");
        if (!stages.TryGetProperty("yeojohnson", out var power))
        {
            return;
        }

        var weights = WeightComputation.Compute(profile, state);
        if (stages.GetProperty("min_max_scalar_list").Has("exception"))
        {
            Assert.True(weights.Outcome == WeightOutcome.None, $"{context}: no weights expected, got {weights.Outcome}");
            return;
        }

        var emitted = WeightComputation.ToUidWeights(weights, AsMetagraph(metagraph));
        var deregistered = stages.TryGetProperty("deregistered", out var gone) ? gone.EnumerateArray().Select(hotkey => hotkey.GetString()!) : [];
        Assert.True(deregistered.SequenceEqual(emitted.Deregistered.Select(hotkey => hotkey.Address)), $"{context}: deregistered hotkeys");
        var set = recorded.Items("set_weights").First();
        var conditioning = Conditioning(power.GetProperty("out").AsDoubles());
        Vectors.Same(
            set.GetProperty("weights").AsDoubles(),
            [.. weights.Weights.Where(weight => !emitted.Deregistered.Contains(weight.Hotkey)).Select(weight => weight.Weight)],
            WeightTolerance,
            $"{context}: weights",
            Math.Max(SmallestWeight, ScalingTolerance * conditioning));
        if (set.Has("emitted"))
        {
            Same(set, emitted.Weights, conditioning > IllConditioned ? 1 : 0, context);
        }
        else
        {
            Assert.True(set.GetProperty("weights").GetArrayLength() == 0 && emitted.Weights.Count == 0, $"{context}: nothing to emit");
        }
    }

    public static Metagraph AsMetagraph(IReadOnlyList<Hotkey> hotkeys) =>
        new(8, 0, DateTimeOffset.UnixEpoch, hotkeys.Select((hotkey, uid) => new Neuron((ushort)uid, hotkey, 0, false, null)));

    private static double Conditioning(double[] transformed)
    {
        var finite = transformed.Where(double.IsFinite).ToArray();
        var span = finite.Length == 0 ? 0 : finite.Max() - finite.Min();
        return span == 0 ? 1 : finite.Max(Math.Abs) / span;
    }

    private static void Same(JsonElement set, IReadOnlyList<UidWeight> actual, int tolerance, string context) =>
        Vectors.Same(set.GetProperty("emitted").AsUidShares("uids", "values_u16"), actual, tolerance, context);
}
