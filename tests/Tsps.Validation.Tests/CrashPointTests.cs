using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Validation.Tests;

/// <summary>Ends the instance after each single write of a round, from its plan to its weights, and goes on with a fresh one.</summary>
[Trait(Categories.Name, Categories.Storage)]
public sealed class CrashPointTests(AzuriteFixture azurite)
{
    private const int MinerCount = 3;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_instance_ended_after_any_write_of_a_round_and_started_again_ends_in_the_state_of_one_never_ended()
    {
        var undisturbed = await NewWorldAsync();
        var watch = new StorageWatch();
        await LiveAsync(undisturbed, watch);
        var expected = await StoredWorld.DescribeAsync(undisturbed);
        Assert.Contains(nameof(RoundState.Scored), expected, StringComparison.Ordinal);
        Assert.Contains("weight 1 65535", expected, StringComparison.Ordinal);

        for (var write = 1; write <= watch.Writes; write++)
        {
            var world = await NewWorldAsync();
            await LiveAsync(world, new StorageWatch { DieAfterWrites = write });
            Assert.True(expected == await StoredWorld.DescribeAsync(world), $"Ended after write {write}: {string.Join('\n', Differences(expected, await StoredWorld.DescribeAsync(world)))}");
        }
    }

    [Fact]
    public async Task A_void_round_ended_after_any_write_voids_its_rows_too()
    {
        var undisturbed = await NewWorldAsync(hasTruth: false);
        var watch = new StorageWatch();
        await LiveAsync(undisturbed, watch);
        var expected = await StoredWorld.DescribeAsync(undisturbed);
        Assert.Contains("State = Void", expected, StringComparison.Ordinal);

        for (var write = 1; write <= watch.Writes; write++)
        {
            var world = await NewWorldAsync(hasTruth: false);
            await LiveAsync(world, new StorageWatch { DieAfterWrites = write });
            Assert.True(expected == await StoredWorld.DescribeAsync(world), $"Ended after write {write}: {string.Join('\n', Differences(expected, await StoredWorld.DescribeAsync(world)))}");
        }
    }

    private async Task<ValidatorWorld> NewWorldAsync(bool hasTruth = true)
    {
        var world = new ValidatorWorld(azurite) { Settings = new ValidatorSettings { AskingLimit = TimeSpan.FromMinutes(1), TruthDeadline = TimeSpan.FromHours(2) } };
        if (!hasTruth)
        {
            world.Candles = new Markets.CandleSeries(world.Candles.Interval, world.Candles.Where(candle => candle.OpenTimeMs < ValidatorWorld.Start.AddHours(5).ToUnixTimeMilliseconds()));
        }

        await world.RegisterAsync(MinerCount);
        var honest = world.Miners.Answer;
        world.Miners.Answer = (neuron, question) => neuron.Uid == MinerCount ? null : honest(neuron, question);
        return world;
    }

    /// <summary>One round: planned and asked within its hour, and again where that was interrupted; scored when its truth is there, and once more later.</summary>
    private static async Task LiveAsync(ValidatorWorld world, StorageWatch watch)
    {
        var instance = world.NewInstance(watch);
        for (var minute = 0; minute < 60; minute++)
        {
            world.Clock.Advance(TimeSpan.FromMinutes(1));
            instance = await RunAsync(world, instance, run => run.Requests.AskAsync(Token));
        }

        foreach (var hours in (int[])[9, 1, 1])
        {
            world.Clock.Advance(TimeSpan.FromHours(hours));
            instance = await RunAsync(world, instance, run => run.Scores.ScoreAsync(Token));
            instance = await RunAsync(world, instance, run => run.Weights.SetDueAsync(Token));
        }
    }

    /// <summary>Runs a timer; where the instance is ended in it, a fresh one takes over at the next tick, as the host would have it.</summary>
    private static async Task<ValidatorInstance> RunAsync(ValidatorWorld world, ValidatorInstance instance, Func<ValidatorInstance, ValueTask> timer)
    {
        try
        {
            await timer(instance);
            return instance;
        }
        catch (InstanceDiedException)
        {
            var next = world.NewInstance();
            await timer(next);
            return next;
        }
    }

    private static IEnumerable<string> Differences(string expected, string actual) =>
        actual.Split('\n').Except(expected.Split('\n')).Select(line => $"+ {line}").Concat(expected.Split('\n').Except(actual.Split('\n')).Select(line => $"- {line}")).Take(20);
}
