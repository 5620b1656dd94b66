using System.Globalization;
using System.Text.Json;
using Tsps.Markets;
using Tsps.Testing;

namespace Tsps.Validation.Tests;

/// <summary>
/// One round in a validator's life: planned and asked within its hour, and again where that was interrupted; scored when its truth is there, and once
/// more later. It can be lived in a process of its own, which is killed for real.
/// </summary>
/// <param name="HasTruth">Whether the exchange has the closes of the round.</param>
internal sealed record ValidatorLife(string Connection, string RegistryConnection, bool HasTruth = true)
{
    public const string Command = "live";
    public const int MinerCount = 3;

    public static IReadOnlyList<LifeTick> Ticks { get; } =
    [
        .. Enumerable.Range(1, 60).Select(minute => new LifeTick(ValidatorWorld.Start.AddMinutes(minute), instance => instance.Requests.AskAsync(CancellationToken.None))),
        .. from hours in (int[])[10, 11, 12]
           from timer in (Func<ValidatorInstance, ValueTask>[])[instance => instance.Scores.ScoreAsync(CancellationToken.None), instance => instance.Weights.SetDueAsync(CancellationToken.None)]
           select new LifeTick(ValidatorWorld.Start.AddHours(hours), timer),
    ];

    /// <summary>The first tick that a process runs.</summary>
    public int FirstTick { get; init; }

    /// <summary>After how many writes it is killed; 0 for never.</summary>
    public int KillAfterWrites { get; init; }

    /// <summary>The world as storage has it, its clock at the start. The last miner never answers.</summary>
    public ValidatorWorld NewWorld()
    {
        var world = new ValidatorWorld(Connection, RegistryConnection)
        {
            Settings = new ValidatorSettings { AskingLimit = TimeSpan.FromMinutes(1), TruthDeadline = TimeSpan.FromHours(2) },
        };
        if (!HasTruth)
        {
            world.Candles = new CandleSeries(world.Candles.Interval, world.Candles.Where(candle => candle.OpenTimeMs < ValidatorWorld.Start.AddHours(5).ToUnixTimeMilliseconds()));
        }

        var honest = world.Miners.Answer;
        world.Miners.Answer = (neuron, question) => neuron.Uid == MinerCount ? null : honest(neuron, question);
        return world;
    }

    /// <summary>Lives from a tick on in a process of its own.</summary>
    /// <returns>The tick in which it was killed; null when it came to the end.</returns>
    public async Task<int?> RunInProcessAsync(int firstTick, int killAfterWrites, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(this with { FirstTick = firstTick, KillAfterWrites = killAfterWrites });
        var (exitCode, output, errors) = await DotnetProcess.RunAsync(typeof(ValidatorLife).Assembly, [Command, json], cancellationToken);
        Assert.True(errors.Length == 0, errors);
        return exitCode == 0 ? null : int.Parse(output.TrimEnd().Split('\n')[^1], CultureInfo.InvariantCulture);
    }

    /// <summary>What that process does: says which tick it begins, then runs it.</summary>
    public static async Task<int> RunAsync(string json)
    {
        var life = JsonSerializer.Deserialize<ValidatorLife>(json)!;
        var world = life.NewWorld();
        var instance = world.NewInstance(new StorageWatch { DieAfterWrites = life.KillAfterWrites, KillsProcess = true });
        for (var tick = life.FirstTick; tick < Ticks.Count; tick++)
        {
            await Console.Out.WriteLineAsync(tick.ToString(CultureInfo.InvariantCulture));
            await Ticks[tick].RunAsync(world, instance);
        }

        return 0;
    }
}
