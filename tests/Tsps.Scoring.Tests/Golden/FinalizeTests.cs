using System.Text.Json;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Scoring.Tests.Golden;

[Trait(Categories.Name, Categories.Golden)]
public sealed class FinalizeTests
{
    private static readonly ScoringProfile Profile = ScoringProfile.V6 with { ReferenceExact = true };

    [Fact]
    public void Daily_weights_are_as_recorded()
    {
        using var file = GoldenFile.Read("scoring/finalize_v6.json.gz");
        foreach (var item in file.RootElement.Items("cases"))
        {
            var name = item.Text("name");
            var state = RecordedRound.AsState(item.GetProperty("state_file_before"));
            RecordedWeights.CheckStages(Profile, item, state, name);
            RecordedWeights.CheckStateFile(item);
            if (!item.GetProperty("numerically_fragile").GetBoolean())
            {
                RecordedWeights.CheckWhole(Profile, item, state, Hotkeys(file.RootElement, item.GetProperty("metagraph_hotkeys")), name);
            }
        }
    }

    private static Hotkey[] Hotkeys(JsonElement file, JsonElement metagraph) => metagraph.ValueKind == JsonValueKind.Object
        ? [.. file.Items("hotkey_list").Take(metagraph.GetProperty("first_n_of_hotkey_list").GetInt32()).Select(AsHotkey)]
        : [.. metagraph.EnumerateArray().Select(AsHotkey)];

    private static Hotkey AsHotkey(JsonElement element) => new(element.GetString()!);
}
