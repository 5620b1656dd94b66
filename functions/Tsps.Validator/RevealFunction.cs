using Microsoft.Azure.Functions.Worker;
using Tsps.Neurons;

namespace Tsps.Validator;

/// <summary>Shows committed weights once the chain lets them be shown.</summary>
public sealed class RevealFunction(WeightRevealer weights)
{
    [Function("Reveal")]
    public Task RunAsync([TimerTrigger("45 */5 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        weights.RevealDueAsync(cancellationToken).AsTask();
}
