using Microsoft.Azure.Functions.Worker;
using Tsps.Validation;

namespace Tsps.Validator;

/// <summary>Sends training rounds where the settings want them.</summary>
public sealed class TrainingFunction(TrainingRounds trainings)
{
    [Function("Training")]
    public Task RunAsync([TimerTrigger("0 40 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        trainings.SendDueAsync(cancellationToken).AsTask();
}
