using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Validation.Tests;

/// <summary>Kills the validator's process after each single write of a round, from its plan to its end, and lets a fresh instance go on.</summary>
[Trait(Categories.Name, Categories.Storage)]
public sealed class CrashPointTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_process_killed_after_any_write_of_a_round_and_started_again_ends_in_the_state_of_one_never_killed()
    {
        var (expected, writes) = await LiveUndisturbedAsync(NewLife);
        Assert.Contains(nameof(RoundState.Scored), expected, StringComparison.Ordinal);
        Assert.Contains("weight 1 65535", expected, StringComparison.Ordinal);

        for (var write = 1; write <= writes.Length; write++)
        {
            AssertSame(expected, await LiveKilledAsync(NewLife, write), write);
        }

        ValidatorLife NewLife() => new(azurite.NewAccount(), azurite.NewAccount());
    }

    [Fact]
    public async Task A_void_round_killed_after_any_write_voids_its_rows_too()
    {
        var (expected, writes) = await LiveUndisturbedAsync(NewLife);
        Assert.Contains("State = Void", expected, StringComparison.Ordinal);

        for (var write = 1; write <= writes.Length; write++)
        {
            AssertSame(expected, await LiveKilledAsync(NewLife, write), write);
        }

        ValidatorLife NewLife() => new(azurite.NewAccount(), azurite.NewAccount(), HasTruth: false);
    }

    /// <summary>Its miners refuse other minutes: a v6 round that is interrupted before its answers are stored cannot be asked again.</summary>
    [Fact]
    public async Task A_v6_process_killed_after_any_write_ends_like_one_never_killed_or_where_no_answers_were_stored_with_the_round_missed()
    {
        await using var best = new LoopbackMiner(1);
        await using var worse = new LoopbackMiner(2);
        await using var liar = new LoopbackMiner(3);
        worse.Committed = [.. best.Committed.Select(close => close * 1.5)];
        liar.Revealed = [.. liar.Committed.Select(Math.BitIncrement)];
        Neuron[] miners = [best.Neuron, worse.Neuron, liar.Neuron];
        var (expected, writes) = await LiveUndisturbedAsync(NewLife, miners);
        Assert.Contains(nameof(RoundState.Scored), expected, StringComparison.Ordinal);
        Assert.Contains("State = Refused", expected, StringComparison.Ordinal);
        Assert.Contains("weight 1 65535", expected, StringComparison.Ordinal);

        // The first attempt finds no container yet.
        var answersStored = Array.FindLastIndex(writes, path => path.EndsWith("answers.json", StringComparison.Ordinal)) + 1;
        for (var write = 1; write <= writes.Length; write++)
        {
            var actual = await LiveKilledAsync(NewLife, write, miners);
            if (write >= answersStored || !IsLost(actual))
            {
                AssertSame(expected, actual, write);
            }
        }

        ValidatorLife NewLife() => new(azurite.NewAccount(), azurite.NewAccount(), Generation: "v6");
    }

    /// <summary>Whether a round is missed whose asking was interrupted, and nothing of it is left open or scored.</summary>
    private static bool IsLost(string stored) =>
        stored.Contains("Missed 3 0 the validator was interrupted while it asked", StringComparison.Ordinal)
        && !stored.Contains("scores after", StringComparison.Ordinal)
        && !stored.Contains("weight ", StringComparison.Ordinal)
        && stored.Split('\n').Where(line => line.Contains(" row ", StringComparison.Ordinal)).All(row => row.Contains("State = Void", StringComparison.Ordinal));

    /// <returns>What is stored at the end, and the path of each write.</returns>
    private static async Task<(string Stored, string[] Writes)> LiveUndisturbedAsync(Func<ValidatorLife> newLife, params Neuron[] miners)
    {
        var life = newLife();
        var world = await NewWorldAsync(life, miners);
        var watch = new StorageWatch();
        await life.RunAsync(world, watch, firstTick: 0);
        string[] writes = [.. watch.Requests.Where(request => !request.StartsWith("GET ", StringComparison.Ordinal))];
        Assert.Equal(watch.Writes, writes.Length);
        return (await StoredWorld.DescribeAsync(world), writes);
    }

    /// <returns>What is stored at the end of a life that was killed once.</returns>
    private static async Task<string> LiveKilledAsync(Func<ValidatorLife> newLife, int write, params Neuron[] miners)
    {
        var life = newLife();
        await NewWorldAsync(life, miners);
        var reached = await life.RunInProcessAsync(write, Token);
        Assert.True(reached is not null, $"The process was not killed after write {write}.");

        var world = life.NewWorld();
        await life.RunAsync(world, watch: null, reached.Value);
        return await StoredWorld.DescribeAsync(world);
    }

    /// <param name="miners">None for scripted ones.</param>
    private static async Task<ValidatorWorld> NewWorldAsync(ValidatorLife life, Neuron[] miners)
    {
        var world = life.NewWorld();
        await world.RegisterAsync(miners.Length > 0 ? 0 : ValidatorLife.MinerCount);
        foreach (var miner in miners)
        {
            await world.Registry.AddAsync(ValidatorWorld.Netuid, miner, Token);
        }

        return world;
    }

    private static void AssertSame(string expected, string actual, int write)
    {
        var differences = actual.Split('\n').Except(expected.Split('\n')).Select(line => $"+ {line}").Concat(expected.Split('\n').Except(actual.Split('\n')).Select(line => $"- {line}")).Take(20);
        Assert.True(expected == actual, $"Killed after write {write}: {string.Join('\n', differences)}");
    }
}
