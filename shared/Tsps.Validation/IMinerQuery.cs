using Tsps.Domain;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>Asks miners for forecasts. A miner's fault is a reply with a refusal, never an exception.</summary>
public interface IMinerQuery
{
    /// <summary>One reply a target, in their order.</summary>
    ValueTask<IReadOnlyList<MinerReply>> AskAsync(ForwardQuestion question, IReadOnlyList<Neuron> targets, CancellationToken cancellationToken);
}
