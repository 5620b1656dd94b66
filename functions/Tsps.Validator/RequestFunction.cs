using Microsoft.Azure.Functions.Worker;
using Tsps.Validation;

namespace Tsps.Validator;

/// <summary>Asks the miners for forecasts when a round is due.</summary>
public sealed class RequestFunction(DueRounds rounds)
{
    [Function("Request")]
    public Task RunAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        rounds.AskAsync(commitsFirst: false, cancellationToken).AsTask();
}
