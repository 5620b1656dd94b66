using Microsoft.Azure.Functions.Worker;
using Tsps.Validation;

namespace Tsps.Validator;

/// <summary>Asks the miners of generation v6 for commitments, and then for the forecasts, when a round is due.</summary>
public sealed class CommitmentFunction(DueRounds rounds)
{
    [Function("Commitment")]
    public Task RunAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        rounds.AskAsync(commitsFirst: true, cancellationToken).AsTask();
}
