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
        if (recorded.TryGetProperty("slept_s", out var pauses))
        {
            Assert.All(pauses.EnumerateArray(), pause => Assert.Equal(pause.AsDouble(), profile.WeightsEvery.TotalSeconds));
        }

        var stages = recorded.GetProperty("stages");
        if (!stages.TryGetProperty("yeojohnson", out var power))
        {
            return;
        }

        var last = stages.Items("statistics").TakeLast(2).ToArray();
        var statistics = last.Select(item => item.GetProperty("result").AsDouble()).ToArray();
        Assert.Equal(["mean", "std"], last.Select(item => item.Text("function")));
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
            Assert.Empty(recorded.Items("set_weights"));
            return;
        }

        var emitted = WeightComputation.ToUidWeights(weights, AsMetagraph(metagraph));
        Assert.True(Deregistered(stages).SequenceEqual(emitted.Deregistered), $"{context}: deregistered hotkeys");
        var conditioning = Conditioning(power.GetProperty("out").AsDoubles());
        double[] registered = [.. weights.Weights.Where(weight => !emitted.Deregistered.Contains(weight.Hotkey)).Select(weight => weight.Weight)];
        Assert.NotEmpty(recorded.Items("set_weights"));
        foreach (var set in recorded.Items("set_weights"))
        {
            // Nothing that would bring in a subnet's limits.
            Assert.Empty(set.GetProperty("kwargs").EnumerateObject());
            Vectors.Same(
                set.GetProperty("weights").AsDoubles(), registered, WeightTolerance, $"{context}: weights", Math.Max(SmallestWeight, ScalingTolerance * conditioning));
            CheckEmitted(set, emitted.Weights, conditioning > IllConditioned ? 1 : 0, context);
        }
    }

    /// <summary>Setting weights takes the deregistered out of the state's file, and leaves the file alone where there are none.</summary>
    public static void CheckStateFile(JsonElement recorded)
    {
        var before = recorded.GetProperty("state_file_before").GetString();
        var deregistered = Deregistered(recorded.GetProperty("stages"));
        Assert.Equal(deregistered.Length == 0 ? before : StateFile.Write(StateFile.Read(before!).Without(deregistered)), recorded.GetProperty("state_file_after").GetString());
    }

    public static Hotkey[] Deregistered(JsonElement stages) =>
        stages.TryGetProperty("deregistered", out var gone) ? [.. gone.EnumerateArray().Select(hotkey => new Hotkey(hotkey.GetString()!))] : [];

    public static Metagraph AsMetagraph(IReadOnlyList<Hotkey> hotkeys) =>
        new(8, 0, DateTimeOffset.UnixEpoch, hotkeys.Select((hotkey, uid) => new Neuron((ushort)uid, hotkey, 0, false, null)));

    private static void CheckEmitted(JsonElement set, IReadOnlyList<UidWeight> emitted, int tolerance, string context)
    {
        if (set.Has("emitted"))
        {
            Same(set, emitted, tolerance, context);
        }
        else
        {
            // The SDK raises where there is nothing to set; ours is an empty result.
            Assert.True(set.Has("emit_exception") && set.GetProperty("weights").GetArrayLength() == 0 && emitted.Count == 0, $"{context}: nothing to emit");
        }
    }

    private static double Conditioning(double[] transformed)
    {
        var finite = transformed.Where(double.IsFinite).ToArray();
        var span = finite.Length == 0 ? 0 : finite.Max() - finite.Min();
        return span == 0 ? 1 : finite.Max(Math.Abs) / span;
    }

    private static void Same(JsonElement set, IReadOnlyList<UidWeight> actual, int tolerance, string context) =>
        Vectors.Same(set.GetProperty("emitted").AsUidShares("uids", "values_u16"), actual, tolerance, context);
}
