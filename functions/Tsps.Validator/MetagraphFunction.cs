using Microsoft.Azure.Functions.Worker;
using Tsps.Neurons;

namespace Tsps.Validator;

/// <summary>Reads the metagraph again.</summary>
public sealed class MetagraphFunction(MetagraphReader metagraphs)
{
    [Function("Metagraph")]
    public Task RunAsync([TimerTrigger($"%{MetagraphReader.ScheduleSetting}%", RunOnStartup = true)] TimerInfo timer, CancellationToken cancellationToken) =>
        metagraphs.RefreshAsync(cancellationToken).AsTask();
}
