using Tsps.Domain;
using Tsps.Scoring;
using Tsps.Testing;

namespace Tsps.Validation.Tests;

/// <summary>When a request may be scored (scoring specification, section 6.3); that the oldest comes first is decided otherwise.</summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed class DueRuleGoldenTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Files => ["scoring/state_machine_v4.json", "scoring/state_machine_v6.json"];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_round_is_scored_as_soon_as_the_recorded_rule_says(string path)
    {
        using var file = GoldenFile.Read(path);
        var profile = ScoringProfile.Find(file.RootElement.GetProperty("generation").GetString()!)!;
        foreach (var item in file.RootElement.GetProperty("due_rule").GetProperty("cases").EnumerateArray())
        {
            var sinceEnd = item.GetProperty("now_ms").GetInt64() - item.GetProperty("end_ms").GetInt64();
            Assert.Equal(item.GetProperty("now_minus_end_ms").GetInt64(), sinceEnd);
            var world = new ValidatorWorld { Settings = ValidatorWorld.SettingsOf(profile) };
            await world.RegisterAsync(1);
            var instance = world.NewInstance();
            await world.RunAsync(instance, TimeSpan.FromMinutes(61));
            var round = (await world.ListRoundsAsync()).First(round => round.State == RoundState.Asked);

            world.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeMilliseconds(round.EndMs + sinceEnd));
            await instance.Scores.ScoreAsync(Token);

            var after = (await world.Rounds.FindAsync(round.StreamId, round.Slot, Token))!;
            Assert.Equal(item.GetProperty("due").GetBoolean() ? RoundState.Scored : RoundState.Asked, after.State);
        }
    }
}
