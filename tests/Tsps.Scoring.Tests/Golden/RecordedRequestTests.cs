using System.Globalization;
using System.Text.Json;
using Tsps.Bittensor.Synapses;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Scoring.Tests.Golden;

/// <summary>What became of the requests of the recorded rounds before they were scored.</summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed class RecordedRequestTests
{
    private static readonly StreamDefinition Stream = StreamDefinition.BtcUsd5m;

    public static TheoryData<string> Files => RecordedRound.Files;

    [Theory]
    [MemberData(nameof(Files))]
    public void Answers_are_taken_where_the_reference_stored_them_but_for_closes_that_are_no_prices(string path)
    {
        using var file = GoldenFile.Read(path);
        foreach (var (profile, round, name) in Rounds(file.RootElement))
        {
            var answers = round.Items("responses").Where(response => response.Has("predictions")).ToArray();
            var taken = answers.Where(response => IsTaken(profile, response)).Select(response => response.Text("hotkey")).ToHashSet();
            var unpriced = answers.Where(response => !Closes(response).All(close => close > 0 && double.IsFinite(close))).Select(response => response.Text("hotkey"));
            var stored = round.Items("stored_hotkeys").Select(hotkey => hotkey.GetString()!).ToHashSet();
            Assert.True(taken.SetEquals(stored.Except(unpriced)), name);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Requests_last_as_long_and_begin_after_the_questions_that_come_first(string path)
    {
        using var file = GoldenFile.Read(path);
        foreach (var (profile, round, name) in Rounds(file.RootElement))
        {
            var asked = DateTimeOffset.Parse(round.Text("live_request_utc"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            var start = DateTimeOffset.FromUnixTimeMilliseconds(round.GetProperty("stored_start_ms").GetInt64());
            var end = DateTimeOffset.FromUnixTimeMilliseconds(round.GetProperty("stored_end_ms").GetInt64());
            Assert.True(end - start == Stream.Horizon, name);
            Assert.True(profile.Requests.ForecastDelay is { } delay ? start >= asked + delay : start == asked, name);
            Assert.True(DateTimeOffset.FromUnixTimeMilliseconds(round.GetProperty("scoring").GetProperty("utc_ms").GetInt64()) > end + profile.SettlingTime, name);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_truth_is_what_the_reference_fetches(string path)
    {
        using var file = GoldenFile.Read(path);
        foreach (var (profile, round, name) in Rounds(file.RootElement))
        {
            foreach (var fetch in round.GetProperty("scoring").Items("fetch"))
            {
                Assert.True(fetch.TryGetProperty("range_ms", out var range) ? IsWithin(profile, range) : IsSame(profile, fetch), name);
            }
        }
    }

    private static bool IsTaken(ScoringProfile profile, JsonElement response) =>
        response.GetProperty("shape").GetArrayLength() == 1
        && PredictionCheck.Check(Closes(response), Stream.PredictionSize) is null
        && (profile.Requests.ForecastDelay is null || !response.Has("commitment") || response.Text("commitment") == Commitment.Of(new Hotkey(response.Text("hotkey")), Closes(response)));

    private static double[] Closes(JsonElement response) => response.GetProperty("predictions").AsDoubles();

    /// <summary>v4 asks for candles by their opening, both ends included, and takes what comes; where it begins on the grid that is one more than wanted.</summary>
    private static bool IsWithin(ScoringProfile profile, JsonElement range)
    {
        var window = TruthWindow.Of(profile, Stream, range[0].GetInt64());
        var (firstOpen, lastOpen) = (window.FirstCloseMs - window.IntervalMs, window.LastCloseMs - window.IntervalMs);
        return firstOpen >= range[0].GetInt64() && firstOpen - window.IntervalMs < range[0].GetInt64() && lastOpen <= range[1].GetInt64();
    }

    private static bool IsSame(ScoringProfile profile, JsonElement fetch)
    {
        var window = TruthWindow.Of(profile, Stream, fetch.GetProperty("start_time_ms").GetInt64());
        return window.IntervalMs == fetch.GetProperty("interval_ms").GetInt64() && window.CloseTimesMs().Count == fetch.GetProperty("sample_count").GetInt32();
    }

    private static IEnumerable<(ScoringProfile Profile, JsonElement Round, string Name)> Rounds(JsonElement file) =>
        from scenario in file.Items("scenarios")
        from round in scenario.Items("rounds")
        select (Vectors.Profile(scenario.Text("generation")), round, $"{scenario.Text("name")} of {scenario.Text("generation")}, round {round.GetProperty("round")}");
}
