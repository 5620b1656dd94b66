using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Bittensor.Dendrite;
using Tsps.Markets;
using Tsps.Scoring;
using Tsps.Testing;

namespace Tsps.Validation.Tests;

/// <summary>
/// One round in a validator's life: planned and asked within its hour, and again where that was interrupted; scored when its truth is there, and once
/// more later. It can be lived in a process of its own, which is killed for real.
/// </summary>
/// <param name="HasTruth">Whether the exchange has the closes of the round.</param>
/// <param name="Generation">By whose rules. In v4 the last of <see cref="MinerCount"/> scripted miners never answers; in v6 the miners are those in the registry, which
/// are asked over HTTP for their hashes and then for their forecasts.</param>
internal sealed record ValidatorLife(string Connection, string RegistryConnection, bool HasTruth = true, string Generation = "v4")
{
    public const string Command = "live";
    public const int MinerCount = 3;

    /// <summary>Minutes around the one in which a round is asked, and hours in which it is scored.</summary>
    [JsonIgnore]
    public IReadOnlyList<LifeTick> Ticks =>
    [
        .. from minute in Profile.Requests.Slack > TimeSpan.Zero ? Enumerable.Range(0, 20).Select(step => 1 + (3 * step)) : [1, 30, 31, 32, 33]
           select new LifeTick(ValidatorWorld.Start.AddMinutes(minute), instance => instance.Requests.AskAsync(CancellationToken.None)),
        .. from hours in (int[])[10, 11, 12]
           from timer in (Func<ValidatorInstance, ValueTask>[])[instance => instance.Scores.ScoreAsync(CancellationToken.None), instance => instance.Weights.SetDueAsync(CancellationToken.None)]
           select new LifeTick(ValidatorWorld.Start.AddHours(hours), timer),
    ];

    /// <summary>After how many writes it is killed; 0 for never.</summary>
    public int KillAfterWrites { get; init; }

    private ScoringProfile Profile => ScoringProfile.Find(Generation)!;

    /// <summary>The world as storage has it, its clock at the start.</summary>
    public ValidatorWorld NewWorld()
    {
        var world = new ValidatorWorld(Connection, RegistryConnection)
        {
            Settings = ValidatorWorld.SettingsOf(Profile) with { AskingLimit = TimeSpan.FromMinutes(1), TruthDeadline = TimeSpan.FromHours(2) },
        };
        if (!HasTruth)
        {
            world.Candles = new CandleSeries(world.Candles.Interval, world.Candles.Where(candle => candle.OpenTimeMs < ValidatorWorld.Start.AddHours(5).ToUnixTimeMilliseconds()));
        }

        var honest = world.Miners.Answer;
        world.Miners.Answer = (neuron, question) => neuron.Uid == MinerCount ? null : honest(neuron, question);
        if (world.Plan.CommitsFirst)
        {
            var dendrite = new DendriteClient(world.Validator, new DendriteOptions { AllowPrivateAddresses = true }, TimeProvider.System, NullLogger<DendriteClient>.Instance);
            world.Query = new HashFirstMinerQuery(new HashFirstQuery(dendrite, TimeProvider.System), world.Settings, world.Clock);
        }

        return world;
    }

    /// <summary>Lives in a process of its own.</summary>
    /// <returns>The tick in which it was killed; null when it came to the end.</returns>
    public async Task<int?> RunInProcessAsync(int killAfterWrites, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(this with { KillAfterWrites = killAfterWrites });
        var (exitCode, output, errors) = await DotnetProcess.RunAsync(typeof(ValidatorLife).Assembly, [Command, json], cancellationToken);
        Assert.True(errors.Length == 0, errors);
        return exitCode == 0 ? null : int.Parse(output.TrimEnd().Split('\n')[^1], CultureInfo.InvariantCulture);
    }

    /// <summary>What that process does: says which tick it begins, then runs it.</summary>
    public static async Task<int> RunAsync(string json)
    {
        var life = JsonSerializer.Deserialize<ValidatorLife>(json)!;
        var watch = new StorageWatch { DieAfterWrites = life.KillAfterWrites, KillsProcess = true };
        await life.RunAsync(life.NewWorld(), watch, firstTick: 0, tick => Console.Out.WriteLineAsync(tick.ToString(CultureInfo.InvariantCulture)));
        return 0;
    }

    /// <summary>Lives in this process, on a fresh instance, from a tick on.</summary>
    public async Task RunAsync(ValidatorWorld world, StorageWatch? watch, int firstTick, Func<int, Task>? onTick = null)
    {
        var instance = world.NewInstance(watch);
        for (var tick = firstTick; tick < Ticks.Count; tick++)
        {
            await (onTick?.Invoke(tick) ?? Task.CompletedTask);
            await Ticks[tick].RunAsync(world, instance);
        }
    }
}
