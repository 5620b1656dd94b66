using Microsoft.Azure.Functions.Worker;
using Tsps.Validation;

namespace Tsps.Validator;

/// <summary>Scores what has come true and sets weights.</summary>
public sealed class ScoreFunction(DueScores scores)
{
    [Function("Score")]
    public Task RunAsync([TimerTrigger("0 5,35 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        scores.ScoreAsync(cancellationToken).AsTask();
}
