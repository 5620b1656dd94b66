using System.Text.Json;
using Tsps.Domain;
using Tsps.Scoring.Stages;
using Tsps.Testing;

namespace Tsps.Scoring.Tests.Golden;

[Trait(Categories.Name, Categories.Golden)]
public sealed class StateUpdateTests
{
    private const double Tolerance = 1e-14;

    [Theory]
    [InlineData("scoring/ema_update_v4.json")]
    [InlineData("scoring/ema_update_v6.json")]
    public void The_state_moves_as_recorded(string path)
    {
        using var file = GoldenFile.Read(path);
        var profile = Vectors.ReferenceExact(file.RootElement);
        foreach (var item in file.RootElement.Items("cases"))
        {
            var name = item.Text("name");
            var before = item.GetProperty("state_before").AsState();
            var geometricMean = MarketMove.Of(item.GetProperty("closes").AsTruth()).GeometricMean(profile);
            if (item.Has("geometric_mean"))
            {
                Vectors.Same(item.GetProperty("geometric_mean").AsDouble(), geometricMean, Vectors.NoTolerance, name);
            }

            var after = StateUpdate.Apply(profile, before, item.GetProperty("weighed_scores").AsShares(), geometricMean);
            if (item.TryGetProperty("returned", out var returned))
            {
                Vectors.Same(returned.AsPairs(), [.. after], Tolerance, name);
            }
            else
            {
                // The reference raises before anything is written.
                Assert.True(profile.GuardsAgainstNaN && after.Values.Any(double.IsNaN) && item.Has("exception"), name);
            }

            CheckFile(item, before, name);
        }
    }

    [Theory]
    [InlineData("scoring/ema_update_v4.json")]
    [InlineData("scoring/ema_update_v6.json")]
    public void Deregistered_hotkeys_leave(string path)
    {
        using var file = GoldenFile.Read(path);
        foreach (var item in file.RootElement.Items("remove_deregistrations"))
        {
            var before = AsState(item.GetProperty("state_before"));
            var after = before.Without(item.Items("miner_uids").Select(hotkey => new Hotkey(hotkey.GetString()!)));
            Assert.Equal(item.Text("file_after"), StateFile.Write(after));
        }
    }

    [Theory]
    [InlineData("scoring/state_machine_v4.json")]
    [InlineData("scoring/state_machine_v6.json")]
    public void A_state_file_is_read_and_written_to_the_character(string path)
    {
        using var file = GoldenFile.Read(path);
        var text = file.RootElement.GetProperty("file_samples").GetProperty("weights_file").Text("raw_text");
        Assert.Equal(text, StateFile.Write(StateFile.Read(text)));
    }

    /// <summary>The file holds what was returned; where the reference raised, what it held before.</summary>
    private static void CheckFile(JsonElement item, ScoreState before, string name)
    {
        var expected = item.TryGetProperty("returned", out var returned) ? returned.AsState()
            : item.GetProperty("state_file_present").GetBoolean() ? before
            : null;
        Assert.True(item.GetProperty("file_after").GetString() == (expected is null ? null : StateFile.Write(expected)), name);
    }

    private static ScoreState AsState(JsonElement map) => map.ValueKind == JsonValueKind.Null
        ? ScoreState.Empty
        : ScoreState.From(map.EnumerateObject().Select(property => KeyValuePair.Create(new Hotkey(property.Name), property.Value.AsDouble())));
}
