using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Axon.Admission;
using Tsps.Bittensor.Axon.Nonces;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Domain;

namespace Tsps.Validation.Tests;

/// <summary>A miner of generation v6 on a loopback port, behind a real axon, that commits to one forecast and reveals what a test says.</summary>
internal sealed class LoopbackMiner : IRequestPriority, ISynapseHandler<LiveForward>, ISynapseHandler<LiveForwardHash>,
    ISynapseHandler<LiveBackward>, ISynapseHandler<TrainingForward>, ISynapseHandler<TrainingBackward>, IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Keypair _key;
    private readonly AxonPipeline _axon;
    private readonly Task _serving;

    /// <param name="givesHashes">Whether it knows LiveForwardHash at all.</param>
    public LoopbackMiner(ushort uid, bool givesHashes = true)
    {
        _key = Keypair.FromSeed(Enumerable.Repeat((byte)(uid + 100), 32).ToArray());
        AxonRoute[] routes =
        [
            AxonRoute.To<LiveForward>(this, AdmissionChain.Everybody),
            AxonRoute.To<LiveBackward>(this, AdmissionChain.Everybody),
            AxonRoute.To<TrainingForward>(this, AdmissionChain.Everybody),
            AxonRoute.To<TrainingBackward>(this, AdmissionChain.Everybody),
            .. givesHashes ? [AxonRoute.To<LiveForwardHash>(this, AdmissionChain.Everybody)] : Array.Empty<AxonRoute>(),
        ];
        _axon = new AxonPipeline(_key, routes, new InMemoryNonceStore(TimeProvider.System), this, new AxonOptions(), TimeProvider.System, NullLogger<AxonPipeline>.Instance);
        var port = FreePort();
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        _listener.Start();
        Neuron = new Neuron(uid, _key.Hotkey, 0, false, new AxonEndpoint(IPAddress.Loopback, port));
        _serving = ServeAsync();
    }

    public Neuron Neuron { get; }

    public double[] Committed { get; set; } = [.. Enumerable.Range(0, 100).Select(i => 42_000 + (i / 3d))];

    /// <summary>What it reveals, when that is not what it committed to.</summary>
    public double[]? Revealed { get; set; }

    /// <summary>The synapses that were asked for, in order.</summary>
    public List<StreamSynapse> Asked { get; } = [];

    /// <summary>The numbers that came with a Backward or TrainingForward, by synapse; read at once, since a request's buffers are used again.</summary>
    public Dictionary<StreamSynapse, double[]> Samples { get; } = new(ReferenceEqualityComparer.Instance);

    public decimal Of(Hotkey caller) => 0;

    public ValueTask<LiveForward> HandleAsync(LiveForward synapse, AxonCall call, CancellationToken cancellationToken)
    {
        Asked.Add(synapse);
        return ValueTask.FromResult(synapse with { Predictions = TensorCodec.Encode(Tensor.Of(Revealed ?? Committed, (Revealed ?? Committed).Length), call.Spelling) });
    }

    public ValueTask<LiveForwardHash> HandleAsync(LiveForwardHash synapse, AxonCall call, CancellationToken cancellationToken)
    {
        Asked.Add(synapse);
        return ValueTask.FromResult(synapse with { HashedPredictions = Commitment.Of(_key.Hotkey, Committed) });
    }

    public ValueTask<LiveBackward> HandleAsync(LiveBackward synapse, AxonCall call, CancellationToken cancellationToken)
    {
        Remember(synapse, synapse.Samples!);
        return ValueTask.FromResult(synapse with { Received = true });
    }

    public ValueTask<TrainingForward> HandleAsync(TrainingForward synapse, AxonCall call, CancellationToken cancellationToken)
    {
        Remember(synapse, synapse.Samples!);
        return ValueTask.FromResult(synapse with { Predictions = TensorCodec.Encode(Tensor.Of(Committed, Committed.Length), call.Spelling) });
    }

    public ValueTask<TrainingBackward> HandleAsync(TrainingBackward synapse, AxonCall call, CancellationToken cancellationToken)
    {
        Remember(synapse, synapse.Samples!);
        return ValueTask.FromResult(synapse with { Received = true });
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
        _key.Dispose();
    }

    /// <summary>A port on which nobody listens now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Remember(StreamSynapse synapse, TensorBlock samples)
    {
        Asked.Add(synapse);
        Samples.Add(synapse, TensorCodec.Decode(samples, TensorLimits.Default).ToDoubles());
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // Disposed of.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var request = context.Request;
        using var answer = await _axon.AnswerAsync(
            new AxonRequest
            {
                Method = request.HttpMethod,
                RawPath = request.RawUrl!,
                Headers = [.. request.Headers.AllKeys.Select(name => KeyValuePair.Create(name!, request.Headers[name]!))],
                Body = PipeReader.Create(request.InputStream),
                DeclaredLength = request.ContentLength64,
                RemoteAddress = request.RemoteEndPoint.Address,
            },
            CancellationToken.None);
        context.Response.StatusCode = answer.StatusCode;
        foreach (var (name, value) in answer.Headers.Where(header => !header.Key.Equals("content-length", StringComparison.OrdinalIgnoreCase)))
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.OutputStream.WriteAsync(answer.Body);
        context.Response.Close();
    }
}
