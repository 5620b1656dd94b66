using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Bittensor.Dendrite;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;

namespace Tsps.Bittensor.Tests.Dendrite;

/// <summary>What tests of the client against loopback peers share.</summary>
public abstract class DendriteTest : IDisposable
{
    /// <summary>Longer than any test runs.</summary>
    protected static TimeSpan Long { get; } = TimeSpan.FromSeconds(60);

    protected static DendriteOptions Options { get; } = new() { AllowPrivateAddresses = true };

    protected Keypair Keypair { get; } = Keypair.FromSeed(new byte[32]);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => Keypair.Dispose();

    private protected static Task EchoAsync(LoopbackPeer.Connection connection) =>
        connection.SendAsync(Answer(SynapseJson.Read(SynapseTypes.Find("LiveForward")!, Body(connection.Request))));

    protected static ReadOnlyMemory<byte> Body(byte[] request) => request.AsMemory(request.AsSpan().IndexOf("\r\n\r\n"u8) + 4);

    protected static byte[] Answer(Synapse synapse)
    {
        var body = new System.Buffers.ArrayBufferWriter<byte>();
        SynapseJson.Write(body, synapse, SynapseJsonStyle.Answer);
        return Http($"content-type: application/json\r\ncontent-length: {body.WrittenCount}\r\nbt_header_axon_status_code: 200", body.WrittenSpan);
    }

    protected static byte[] Http(string headers, ReadOnlySpan<byte> body, string status = "200 OK") =>
        [.. Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status}\r\n{headers}\r\n\r\n")), .. body];

    protected static TensorBlock Samples(int columns)
    {
        var random = new Random(columns);
        return TensorCodec.Encode<double>([.. Enumerable.Range(0, 5 * columns).Select(_ => random.NextDouble())], [5, columns], TensorDtypeSpelling.Torch);
    }

    protected static LiveForward Forward(TensorBlock? samples) =>
        new() { RequestUuid = "u", StreamId = "BTCUSD-5m", Samples = samples, TopicId = 1, FeatureIds = [0.001], PredictionSize = 100, SchemaId = 1 };

    private protected DendriteTarget Target(LoopbackPeer peer) => new(Keypair.Hotkey, peer.Endpoint);

    protected DendriteClient Client(DendriteOptions options) => new(Keypair, options, TimeProvider.System, NullLogger<DendriteClient>.Instance);

    protected async Task<IReadOnlyList<DendriteAnswer<TSynapse>>> AskAsync<TSynapse>(
        TSynapse synapse, DendriteTarget[] targets, TimeSpan timeout, DendriteOptions? options = null)
        where TSynapse : Synapse
    {
        using var client = Client(options ?? Options);
        return await client.AskAsync(synapse, targets, timeout, TestContext.Current.CancellationToken);
    }
}
