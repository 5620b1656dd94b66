using Tsps.Bittensor.Axon.Admission;
using Tsps.Bittensor.Synapses;

namespace Tsps.Bittensor.Axon;

/// <summary>A synapse that an axon serves: who may ask, and who answers.</summary>
public abstract class AxonRoute
{
    private protected AxonRoute(SynapseType type, IAdmissionPolicy admission)
    {
        Type = type;
        Admission = admission;
    }

    public SynapseType Type { get; }

    public IAdmissionPolicy Admission { get; }

    /// <summary>The ping, which every axon answers to everybody who has a valid signature.</summary>
    internal static AxonRoute Ping { get; } = To(new PingHandler(), AdmissionChain.Everybody);

    /// <exception cref="ArgumentException"><typeparamref name="TSynapse"/> is no synapse of <see cref="SynapseTypes"/>.</exception>
    public static AxonRoute To<TSynapse>(ISynapseHandler<TSynapse> handler, IAdmissionPolicy admission)
        where TSynapse : Synapse
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(admission);
        var name = typeof(TSynapse).Name;
        var type = SynapseTypes.Find(name) ?? throw new ArgumentException($"{name} is no synapse of the subnet: add it to {nameof(SynapseTypes)}.", nameof(handler));
        return new HandledRoute<TSynapse>(type, handler, admission);
    }

    internal abstract ValueTask<Synapse> HandleAsync(Synapse synapse, AxonCall call, CancellationToken cancellationToken);

    private sealed class HandledRoute<TSynapse>(SynapseType type, ISynapseHandler<TSynapse> handler, IAdmissionPolicy admission) : AxonRoute(type, admission)
        where TSynapse : Synapse
    {
        internal override async ValueTask<Synapse> HandleAsync(Synapse synapse, AxonCall call, CancellationToken cancellationToken) =>
            await handler.HandleAsync((TSynapse)synapse, call, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"The handler of {Type.Name} returned nothing.");
    }

    private sealed class PingHandler : ISynapseHandler<Synapse>
    {
        public ValueTask<Synapse> HandleAsync(Synapse synapse, AxonCall call, CancellationToken cancellationToken) => ValueTask.FromResult(synapse);
    }
}
