using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Validation.Tests;

/// <summary>Kills the validator after each single write of a round, from its plan to its weights, and lets a fresh one go on.</summary>
[Trait(Categories.Name, Categories.Storage)]
public sealed class CrashPointTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_process_killed_after_any_write_of_a_round_and_started_again_ends_in_the_state_of_one_never_killed()
    {
        var (expected, writes) = await LiveUndisturbedAsync(hasTruth: true);
        Assert.Contains(nameof(RoundState.Scored), expected, StringComparison.Ordinal);
        Assert.Contains("weight 1 65535", expected, StringComparison.Ordinal);

        for (var write = 1; write <= writes; write++)
        {
            var life = new ValidatorLife(azurite.NewAccount(), azurite.NewAccount());
            await life.NewWorld().RegisterAsync(ValidatorLife.MinerCount);
            var reached = await life.RunInProcessAsync(firstTick: 0, write, Token);
            Assert.True(reached is not null, $"The process was not killed after write {write} of {writes}.");
            Assert.Null(await life.RunInProcessAsync(reached.Value, killAfterWrites: 0, Token));
            await AssertSameAsync(expected, life.NewWorld(), $"Killed after write {write}");
        }
    }

    [Fact]
    public async Task A_void_round_ended_after_any_write_voids_its_rows_too()
    {
        var (expected, writes) = await LiveUndisturbedAsync(hasTruth: false);
        Assert.Contains("State = Void", expected, StringComparison.Ordinal);

        for (var write = 1; write <= writes; write++)
        {
            var world = new ValidatorLife(azurite.NewAccount(), azurite.NewAccount(), HasTruth: false).NewWorld();
            await world.RegisterAsync(ValidatorLife.MinerCount);
            var instance = world.NewInstance(new StorageWatch { DieAfterWrites = write });
            foreach (var tick in ValidatorLife.Ticks)
            {
                instance = await RunAsync(world, instance, tick);
            }

            await AssertSameAsync(expected, world, $"Ended after write {write}");
        }
    }

    private async Task<(string Stored, int Writes)> LiveUndisturbedAsync(bool hasTruth)
    {
        var world = new ValidatorLife(azurite.NewAccount(), azurite.NewAccount(), hasTruth).NewWorld();
        await world.RegisterAsync(ValidatorLife.MinerCount);
        var watch = new StorageWatch();
        var instance = world.NewInstance(watch);
        foreach (var tick in ValidatorLife.Ticks)
        {
            await tick.RunAsync(world, instance);
        }

        return (await StoredWorld.DescribeAsync(world), watch.Writes);
    }

    /// <summary>Runs a timer; where the instance is ended in it, a fresh one takes over, as the host would have it.</summary>
    private static async Task<ValidatorInstance> RunAsync(ValidatorWorld world, ValidatorInstance instance, LifeTick tick)
    {
        try
        {
            await tick.RunAsync(world, instance);
            return instance;
        }
        catch (InstanceDiedException)
        {
            var next = world.NewInstance();
            await tick.RunAsync(world, next);
            return next;
        }
    }

    private static async Task AssertSameAsync(string expected, ValidatorWorld world, string when)
    {
        var actual = await StoredWorld.DescribeAsync(world);
        var differences = actual.Split('\n').Except(expected.Split('\n')).Select(line => $"+ {line}").Concat(expected.Split('\n').Except(actual.Split('\n')).Select(line => $"- {line}")).Take(20);
        Assert.True(expected == actual, $"{when}: {string.Join('\n', differences)}");
    }
}
