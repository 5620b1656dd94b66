using Microsoft.Azure.Functions.Worker;
using Tsps.Validation;

namespace Tsps.Validator;

/// <summary>Tries weights again that could not be set.</summary>
public sealed class WeightsFunction(WeightSetter weights)
{
    [Function("Weights")]
    public Task RunAsync([TimerTrigger("0 3/5 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        weights.SetDueAsync(cancellationToken).AsTask();
}
