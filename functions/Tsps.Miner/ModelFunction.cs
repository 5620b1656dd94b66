using Microsoft.Azure.Functions.Worker;
using Tsps.Mining;

namespace Tsps.Miner;

/// <summary>Loads the model again when a newer one is stored.</summary>
public sealed class ModelFunction(CurrentForecaster forecaster)
{
    [Function("Model")]
    public Task RunAsync([TimerTrigger("0 */15 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        forecaster.RefreshAsync(cancellationToken).AsTask();
}
