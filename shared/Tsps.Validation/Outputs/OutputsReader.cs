using Tsps.Storage;

namespace Tsps.Validation.Outputs;

/// <summary>Finds the documents that <see cref="OutputsPublisher"/> published.</summary>
public sealed class OutputsReader(OutputStore outputs, ValidatorSettings settings)
{
    /// <param name="streamId">Which stream's; the first one's for null and nothing.</param>
    /// <param name="name"><see cref="OutputStore.LatestPredictions"/> or <see cref="OutputStore.Performance"/>.</param>
    public async ValueTask<OutputDocument> FindAsync(string? streamId, string name, CancellationToken cancellationToken)
    {
        if (settings.FindStream(streamId, out var reason) is not { } plan)
        {
            return OutputDocument.Missing(reason);
        }

        return await outputs.FindAsync(plan.Id, name, cancellationToken).ConfigureAwait(false) is { } json
            ? new OutputDocument(IsFound: true, json)
            : OutputDocument.Missing($"There is no {name} of {plan.Id} yet: it is published after the first round of which an answer was kept.");
    }
}
