using Microsoft.Azure.Functions.Worker;
using Tsps.Validation.Outputs;

namespace Tsps.Validator;

/// <summary>Publishes the documents that dashboards of the reference read.</summary>
public sealed class PublishFunction(OutputsPublisher outputs)
{
    [Function("Publish")]
    public Task RunAsync([TimerTrigger("30 */10 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        outputs.PublishAsync(cancellationToken).AsTask();
}
