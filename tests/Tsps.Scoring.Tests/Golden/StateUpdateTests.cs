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
                Assert.True(profile.GuardsAgainstNaN && after.Values.Any(double.IsNaN), name);
            }
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
            using var expected = JsonDocument.Parse(item.Text("file_after"));
            Assert.Equal(AsState(expected.RootElement), after);
        }
    }

    private static ScoreState AsState(JsonElement map) => map.ValueKind == JsonValueKind.Null
        ? ScoreState.Empty
        : ScoreState.From(map.EnumerateObject().Select(property => KeyValuePair.Create(new Hotkey(property.Name), property.Value.AsDouble())));
}
