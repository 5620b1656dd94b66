using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Axon.Nonces;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tests.Axon;
using Tsps.Bittensor.Tests.Axon.Replay;
using Tsps.Domain;
using Tsps.Markets;
using Tsps.Markets.Simulation;
using Tsps.Mining;
using Tsps.Storage;

namespace Tsps.Bittensor.Tests.Fuzz;

/// <summary>
/// A whole miner, on storage in memory and with the model that needs no file, under signed requests. Half are mutated before they are signed, so that what
/// is wrong with them comes to the handlers; the others afterwards, so that the verification has to read what no dendrite sends.
/// </summary>
internal static class MinerFuzz
{
    private const int Candles = 2000;

    private static readonly DateTimeOffset Now = new(2024, 3, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What the verification reads.</summary>
    private static readonly string[] Claims =
    [
        "bt_header_dendrite_signature", "bt_header_dendrite_hotkey", "bt_header_dendrite_nonce", "bt_header_dendrite_uuid", "bt_header_dendrite_version",
        "computed_body_hash", "timeout",
    ];

    private static readonly CandleSeries OwnCandles = SimulatedCandles.Generate(1, Now - (SimulatedCandles.Interval * Candles), Candles);

    public static async Task<IReadOnlyList<string>> TryAsync(int seed, int count, CancellationToken cancellationToken)
    {
        var logger = new FailureLogger();
        await using var miner = OpenMiner(logger);
        var mutator = new RequestMutator(seed);
        var caller = new HostileCaller(miner.GetRequiredService<AxonPipeline>(), logger, seed);
        var nonce = NonceRules.UnixNanoseconds(Now);
        for (var i = 0; i < count; i++)
        {
            // Each as from a process of its own, since a nonce far ahead would shut out all that follow.
            var request = SampleRequests.All[i % SampleRequests.All.Count].Raw.With("bt_header_dendrite_nonce", $"{nonce}").With("bt_header_dendrite_uuid", $"{i}");
            await caller.AskAsync(mutator.Flip() ? Sign(mutator.Mutate(request)) : mutator.MutateHeader(Sign(request), Claims), cancellationToken);
        }

        caller.CheckVariety();
        return caller.Problems;
    }

    /// <summary>Whatever stands there is signed, if a text of it can be made.</summary>
    private static RawRequest Sign(RawRequest request)
    {
        try
        {
            return SampleRequests.Sign(request, SampleRequests.Axon, request.Header("computed_body_hash") ?? "None");
        }
        catch (FormatException)
        {
            return request;
        }
    }

    private static ServiceProvider OpenMiner(FailureLogger logger)
    {
        var clock = new RecordedClock { Now = Now };

        // Storage has to be named, and is not used: what is registered before stays.
        var settings = new ConfigurationBuilder().AddInMemoryCollection(
        [
            KeyValuePair.Create("AzureWebJobsStorage", (string?)"UseDevelopmentStorage=true"),
            KeyValuePair.Create("Subtensor:Network", (string?)"registry"),
            KeyValuePair.Create("Miner:HashMinutes", (string?)"any"),
            KeyValuePair.Create("Miner:ForwardMinutes", (string?)"any"),
        ]).Build();
        return new ServiceCollection()
            .AddLogging()
            .AddSingleton<ILogger<AxonPipeline>>(logger)
            .AddMemoryStorage()
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton(SampleRequests.AxonSigner)
            .AddSingleton<IMetagraphView>(FixedMetagraph.Of((SampleRequests.Caller, 1m)))
            .AddSingleton<ICandleSource>(new ReplayCandleSource(OwnCandles, "simulated", clock))
            .AddMiner(settings)
            .BuildServiceProvider();
    }
}
