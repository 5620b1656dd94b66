using System.Text.Json;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Scoring.Tests.Golden;

/// <summary>One round of a recorded scenario that came as far as scoring.</summary>
internal sealed record RecordedRound
{
    public static TheoryData<string> Files { get; } =
    [
        "scoring/rounds_v4.json.gz",
        "scoring/rounds_v6.json.gz",
        "scoring/rounds_v4_256.json.gz",
        "scoring/rounds_v6_256.json.gz",
    ];

    public required string Scenario { get; init; }

    public required string Name { get; init; }

    public required ScoringProfile Profile { get; init; }

    /// <summary>The hotkeys by uid.</summary>
    public required IReadOnlyList<Hotkey> Metagraph { get; init; }

    /// <summary>The stored answers in the order in which the reference scored them.</summary>
    public required IReadOnlyList<MinerAnswer> Answers { get; init; }

    public required double[] Truth { get; init; }

    public required ScoreState StateBefore { get; init; }

    public required string? StateFileBefore { get; init; }

    public required string? StateFileAfter { get; init; }

    public required JsonElement Stages { get; init; }

    public required bool IsFragile { get; init; }

    /// <summary>Where the weights of this round are recorded: beside the scores in v4, in the daily weight setting in v6.</summary>
    public required JsonElement Weights { get; init; }

    public required bool SetsWeightsApart { get; init; }

    public ScoringProfile ReferenceExact => Profile with { ReferenceExact = true };

    public static IEnumerable<RecordedRound> Read(JsonElement file)
    {
        foreach (var scenario in file.Items("scenarios"))
        {
            Hotkey[] metagraph = [];
            foreach (var round in scenario.Items("rounds"))
            {
                metagraph = AsHotkeys(round.GetProperty("metagraph_hotkeys")) ?? metagraph;
                if (round.Has("scoring") && HasTruth(round))
                {
                    yield return Read(scenario, round, metagraph);
                }
            }
        }
    }

    public static ScoreState AsState(JsonElement stateFile) =>
        stateFile.ValueKind == JsonValueKind.Null ? ScoreState.Empty : StateFile.Read(stateFile.GetString()!);

    private static RecordedRound Read(JsonElement scenario, JsonElement round, Hotkey[] metagraph)
    {
        var scoring = round.GetProperty("scoring");
        var setsWeightsApart = round.TryGetProperty("finalize", out var finalize);
        return new()
        {
            Scenario = scenario.Text("name"),
            Name = $"{scenario.Text("name")} of {scenario.Text("generation")}, round {round.GetProperty("round")}",
            Profile = Vectors.Profile(scenario.Text("generation")),
            Metagraph = metagraph,
            Answers = ReadAnswers(round),
            Truth = round.GetProperty("truth_closes").GetProperty("values").AsDoubles(),
            StateBefore = AsState(scoring.GetProperty("state_file_before")),
            StateFileBefore = scoring.GetProperty("state_file_before").GetString(),
            StateFileAfter = scoring.GetProperty("state_file_after").GetString(),
            Stages = scoring.GetProperty("stages"),
            IsFragile = scoring.GetProperty("numerically_fragile").GetBoolean(),
            Weights = setsWeightsApart ? finalize : scoring,
            SetsWeightsApart = setsWeightsApart,
        };
    }

    /// <summary>Whether the reference got the truth; where the exchange failed it scored nothing.</summary>
    private static bool HasTruth(JsonElement round) =>
        round.Has("truth_closes") && round.GetProperty("scoring").GetProperty("stages").Items("score_response").Any();

    private static MinerAnswer[] ReadAnswers(JsonElement round)
    {
        var answers = round.Items("responses").Where(response => response.Has("predictions")).ToLookup(response => response.Text("hotkey"));
        return [.. round.GetProperty("scoring").Items("prediction_order").Select(hotkey => answers[hotkey.GetString()!].Last()).Select(AsAnswer)];
    }

    private static MinerAnswer AsAnswer(JsonElement response) =>
        new(new(response.Text("hotkey")), Vectors.AsAnswerPrecision(response.Text("dtype")), response.GetProperty("predictions").AsDoubles());

    private static Hotkey[]? AsHotkeys(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(hotkey => new Hotkey(hotkey.GetString()!))] : null;
}
