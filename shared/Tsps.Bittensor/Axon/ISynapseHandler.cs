using Tsps.Bittensor.Synapses;

namespace Tsps.Bittensor.Axon;

/// <summary>Answers one kind of synapse.</summary>
/// <typeparam name="TSynapse">The synapse's record, a kind that <see cref="SynapseTypes"/> lists.</typeparam>
public interface ISynapseHandler<TSynapse>
    where TSynapse : Synapse
{
    /// <summary>The answer: the request's synapse with what was asked for filled in.</summary>
    /// <param name="synapse">The request. Its tensors refer to memory that is reused once the answer is written.</param>
    /// <exception cref="SynapseFailedException">It cannot be answered; the message is for the caller.</exception>
    ValueTask<TSynapse> HandleAsync(TSynapse synapse, AxonCall call, CancellationToken cancellationToken);
}
