using Microsoft.Azure.Functions.Worker;
using Tsps.Validation;

namespace Tsps.Validator;

/// <summary>Compacts days that ended long ago.</summary>
public sealed class RetentionFunction(Retention retention)
{
    [Function("Retention")]
    public Task RunAsync([TimerTrigger("0 15 3 * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        retention.RunAsync(cancellationToken).AsTask();
}
