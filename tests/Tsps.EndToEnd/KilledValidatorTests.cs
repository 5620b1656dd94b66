using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.EndToEnd;

[Trait(Categories.Name, Categories.EndToEnd)]
public sealed class KilledValidatorTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_process_killed_between_storing_and_scoring_and_started_again_ends_in_the_state_of_one_never_killed()
    {
        var duration = TimeSpan.FromHours(13);
        var killAt = SubnetRun.Start.AddHours(8);
        var undisturbed = new SubnetRun(azurite);
        await undisturbed.RunAsync(SubnetRun.Start, duration);

        var killed = new SubnetRun(azurite);
        Assert.NotEqual(0, await killed.RunAsync(SubnetRun.Start, duration, killAt));
        var left = await killed.ListRoundsAsync();
        Assert.Contains(left, round => round.State == RoundState.Asked);
        Assert.DoesNotContain(left, round => round.State == RoundState.Scored);
        await killed.RunAsync(killAt, duration - (killAt - SubnetRun.Start));

        var expected = await undisturbed.DescribeAsync();
        Assert.Contains(nameof(RoundState.Scored), expected, StringComparison.Ordinal);
        Assert.Equal(expected, await killed.DescribeAsync());
    }
}
