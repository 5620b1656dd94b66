using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Bittensor.Keys;
using Tsps.Chopsticks;
using Tsps.Domain;
using Tsps.Subtensor;
using Tsps.Subtensor.Development;

namespace Tsps.Benchmarks;

/// <summary>What a metagraph of 256 neurons costs to read, and how long weights take from computed to included, on a real runtime under Chopsticks.</summary>
internal static class ChainRun
{
    private const ushort Netuid = 1;
    private const ushort Neurons = 256;
    private const int DefaultRounds = 5;
    private const string Pallet = "SubtensorModule";

    /// <param name="arguments">The number of rounds, or nothing.</param>
    public static async Task RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var rounds = arguments.Length > 0 ? Arguments.ReadCount(arguments[0]) : DefaultRounds;
        await using var chain = await ChopsticksProcess.StartAsync(new ChopsticksOptions(), cancellationToken);
        using var relay = new CountingRelay(chain.Uri.Port);
        using var validator = ExampleKeys.Validator();
        await FillAsync(Client(chain.Uri), validator, cancellationToken);
        relay.Take();
        var client = Client(relay.Uri);
        await ReadMetagraphsAsync(client, relay, rounds, cancellationToken);
        await SetWeightsAsync(client, validator, rounds, cancellationToken);
    }

    private static SubtensorClient Client(Uri endpoint) => new(
        new SubtensorOptions { Network = SubtensorNetwork.Parse(endpoint.OriginalString), BlockPollInterval = TimeSpan.FromMilliseconds(20) },
        TimeProvider.System,
        NullLogger<SubtensorClient>.Instance);

    /// <summary>Registers a validator and writes the other neurons into storage.</summary>
    private static async Task FillAsync(SubtensorClient client, Keypair validator, CancellationToken cancellationToken)
    {
        var development = new DevelopmentChain(client);
        await development.FundAsync([validator], 1000, cancellationToken);
        await development.LiftLimitsAsync(Netuid, cancellationToken);
        await using var session = client.Open();
        await session.RegisterAsync(validator, Netuid, validator.Hotkey, 10, ExtrinsicWait.Included, cancellationToken);
        var netuid = BitConverter.GetBytes(Netuid);
        await development.WriteAsync(
            [
                new StorageWrite(Pallet, "SubnetworkN", BitConverter.GetBytes(Neurons), netuid),
                .. Enumerable.Range(2, Neurons - 2).Select(uid => new StorageWrite(Pallet, "Keys", KeyOf(uid), netuid, BitConverter.GetBytes((ushort)uid))),
                .. Enumerable.Range(2, Neurons - 2).Select(uid => new StorageWrite(Pallet, "Axons", AxonOf(uid), netuid, KeyOf(uid))),
                .. Enumerable.Range(2, Neurons - 2).Select(uid => new StorageWrite(Pallet, "Stake", BitConverter.GetBytes(1_000_000_000UL * (ulong)uid), KeyOf(uid), new byte[32])),
            ],
            cancellationToken);
    }

    private static async Task ReadMetagraphsAsync(SubtensorClient client, CountingRelay relay, int rounds, CancellationToken cancellationToken)
    {
        Console.WriteLine("metagraph, hyperparameters included, from connecting to closing (the first reads the runtime's metadata too)");
        Console.WriteLine("  round   neurons   axons   wall ms    CPU ms   bytes received   bytes sent");
        for (var round = 1; round <= rounds; round++)
        {
            var (cpu, start) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
            Metagraph metagraph;
            await using (var session = client.Open())
            {
                metagraph = await session.ReadMetagraphAsync(Netuid, cancellationToken);
            }

            var (wall, used) = (Stopwatch.GetElapsedTime(start), Environment.CpuUsage.TotalTime - cpu);
            var (received, sent) = relay.Take();
            Console.WriteLine(FormattableString.Invariant(
                $"  {round,5}{metagraph.Neurons.Count,10}{metagraph.Neurons.Count(neuron => neuron.Axon is not null),8}{wall.TotalMilliseconds,10:N0}{used.TotalMilliseconds,10:N0}{received,17:N0}{sent,13:N0}"));
        }
    }

    private static async Task SetWeightsAsync(SubtensorClient client, Keypair validator, int rounds, CancellationToken cancellationToken)
    {
        UidWeight[] weights = [.. Enumerable.Range(0, Neurons).Select(uid => new UidWeight((ushort)uid, (ushort)(ushort.MaxValue - uid)))];
        Console.WriteLine($"weights of {weights.Length} neurons, from computed to included (blocks are built at once here; a node's come every 12 s)");
        Console.WriteLine("  round   wall ms    CPU ms   block");
        for (var round = 1; round <= rounds; round++)
        {
            var (cpu, start) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
            ExtrinsicReceipt receipt;
            await using (var session = client.Open())
            {
                var standing = await session.ReadWeightStandingAsync(Netuid, validator.Hotkey, 0, cancellationToken);
                receipt = await session.SetWeightsAsync(validator, Netuid, weights, standing.Rules.WeightsVersion, ExtrinsicWait.Included, cancellationToken);
            }

            Console.WriteLine(FormattableString.Invariant($"  {round,5}{Stopwatch.GetElapsedTime(start).TotalMilliseconds,10:N0}{(Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds,10:N0}{receipt.BlockNumber,8}"));
        }
    }

    private static byte[] KeyOf(int uid) => [(byte)uid, .. new byte[30], 1];

    /// <summary>block u64, version u32, ip u128, port u16, ip type, protocol and two placeholders.</summary>
    private static byte[] AxonOf(int uid) =>
        [.. BitConverter.GetBytes(1UL), .. BitConverter.GetBytes(1u), (byte)uid, 113, 0, 203, .. new byte[12], .. BitConverter.GetBytes((ushort)8091), 4, 4, 0, 0];
}
