using Tsps.Storage;

namespace Tsps.Validation.Outputs;

/// <summary>Finds the documents that <see cref="OutputsPublisher"/> published.</summary>
public sealed class OutputsReader(OutputStore outputs, ValidatorSettings settings)
{
    /// <param name="streamId">Which stream's; the first one's for null and nothing.</param>
    /// <param name="name"><see cref="OutputStore.LatestPredictions"/> or <see cref="OutputStore.Performance"/>.</param>
    public async ValueTask<OutputDocument> FindAsync(string? streamId, string name, CancellationToken cancellationToken)
    {
        var asked = string.IsNullOrEmpty(streamId) ? settings.MainStream.Id : streamId;
        if (settings.Streams.All(plan => plan.Id != asked))
        {
            return Missing($"There is no stream '{asked}' here; there is {string.Join(" and ", settings.Streams.Select(plan => plan.Id))}.");
        }

        return await outputs.FindAsync(asked, name, cancellationToken).ConfigureAwait(false) is { } json
            ? new OutputDocument(IsFound: true, json)
            : Missing($"There is no {name} of {asked} yet: it is published after the first round of which an answer was kept.");
    }

    private static OutputDocument Missing(string reason) => new(IsFound: false, BinaryData.FromBytes(OutputJson.Write(json =>
    {
        json.StartObject();
        json.Name("error"u8);
        json.Text(reason);
        json.EndObject();
    })));
}
