using System.Diagnostics;
using System.Text;
using Tsps.Subtensor.RuntimeApi;
using Tsps.Subtensor.Tests.Support;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Chain;

[Collection(ChainCollection.Name)]
[Trait(Categories.Name, Categories.EndToEnd)]
public class FullSubnetTests(ITestOutputHelper output)
{
    private const ushort Netuid = 2;
    private const int Neurons = 256;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_subnet_is_read_with_one_call_of_the_runtime()
    {
        Assert.SkipWhen(LocalChain.Hindrance is not null, LocalChain.Hindrance ?? "");

        // Of its own: in each later block the runtime would look through all these neurons, which takes Chopsticks the longer the more blocks there are.
        await using var chain = await LocalChain.StartAsync(0, Token);
        await chain.SetStorageAsync(
            [
                ChainFixture.Entry("NetworksAdded", [1], (ulong)Netuid),
                ChainFixture.Entry("SubnetworkN", BitConverter.GetBytes((ushort)Neurons), (ulong)Netuid),
                .. Enumerable.Range(0, Neurons).Select(uid => ChainFixture.Entry("Keys", HotkeyOf(uid), (ulong)Netuid, (ulong)uid)),
                .. Enumerable.Range(0, Neurons).Select(uid => ChainFixture.Entry("Stake", BitConverter.GetBytes(1_000_000_000UL * (ulong)uid), HotkeyOf(uid), new byte[32])),
            ],
            Token);
        var received = 0;
        await using var relay = new LoopbackNode(async call =>
        {
            var answer = await chain.PostAsync(call.Text, Token);
            received += Encoding.UTF8.GetByteCount(answer);
            await call.SendAsync(answer);
        });
        await using var session = ChainFixture.Client(ChainFixture.Options(relay.Uri)).Open();
        await session.ReadStatusAsync(Token);
        received = 0;

        var began = Stopwatch.GetTimestamp();
        var metagraph = await session.ReadMetagraphAsync(Netuid, Token);

        output.WriteLine($"{metagraph.Neurons.Count} neurons: {received} bytes of JSON in {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0} ms.");
        Assert.Equal(Neurons, metagraph.Neurons.Count);
        Assert.Equal(Enumerable.Range(0, Neurons), metagraph.Neurons.Select(neuron => (int)neuron.Uid));
        Assert.Equal(Ss58.Encode(HotkeyOf(200)), metagraph.Neurons[200].Hotkey);
        var calls = relay.Requests.Where(request => request.Text("method") == "state_call").Select(request => request.GetProperty("params")[0].GetString()).ToList();
        Assert.Single(calls, RuntimeApiNames.NeuronsLite);
        Assert.DoesNotContain(RuntimeApiNames.NeuronLite, calls);
    }

    private static byte[] HotkeyOf(int uid)
    {
        var key = new byte[32];
        key[0] = (byte)uid;
        key[31] = 1;
        return key;
    }
}
