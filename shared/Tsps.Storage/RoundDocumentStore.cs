using System.Globalization;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Tsps.Domain;

namespace Tsps.Storage;

/// <summary>
/// Container <c>rounds</c>: <c>{stream}/{yyyy}/{MM}/{dd}/{HHmm}/answers.json</c>, <c>.../scores.json</c> and <c>.../weights.json</c>. Each is
/// created once; whoever comes second finds the first one's and goes on from that, so that a repeated or doubled run ends in the same state.
/// </summary>
public sealed class RoundDocumentStore(BlobServiceClient blobs)
{
    public const string AnswersName = "answers.json";
    public const string ScoresName = "scores.json";
    public const string WeightsName = "weights.json";

    private const string ContainerName = "rounds";

    private readonly BlobContainerClient _container = blobs.GetBlobContainerClient(ContainerName);

    public ValueTask<RoundAnswers?> FindAnswersAsync(string streamId, RoundSlot slot, CancellationToken cancellationToken) =>
        _container.ReadJsonAsync(Path(streamId, slot, AnswersName), StorageJson.Default.RoundAnswers, cancellationToken);

    /// <summary>Stores a round's answers, or hands back those already stored.</summary>
    public async ValueTask<RoundAnswers> CreateAnswersAsync(RoundAnswers answers, RoundSlot slot, CancellationToken cancellationToken) =>
        await _container.TryCreateJsonAsync(Path(answers.StreamId, slot, AnswersName), answers, StorageJson.Default.RoundAnswers, cancellationToken).ConfigureAwait(false)
            ? answers
            : (await FindAnswersAsync(answers.StreamId, slot, cancellationToken).ConfigureAwait(false))!;

    public ValueTask<RoundScores?> FindScoresAsync(string streamId, RoundSlot slot, CancellationToken cancellationToken) =>
        _container.ReadJsonAsync(Path(streamId, slot, ScoresName), StorageJson.Default.RoundScores, cancellationToken);

    /// <summary>Stores a round's scores, or hands back those already stored.</summary>
    public async ValueTask<RoundScores> CreateScoresAsync(RoundScores scores, RoundSlot slot, CancellationToken cancellationToken) =>
        await _container.TryCreateJsonAsync(Path(scores.StreamId, slot, ScoresName), scores, StorageJson.Default.RoundScores, cancellationToken).ConfigureAwait(false)
            ? scores
            : (await FindScoresAsync(scores.StreamId, slot, cancellationToken).ConfigureAwait(false))!;

    public ValueTask<RoundWeights?> FindWeightsAsync(string streamId, RoundSlot slot, CancellationToken cancellationToken) =>
        _container.ReadJsonAsync(Path(streamId, slot, WeightsName), StorageJson.Default.RoundWeights, cancellationToken);

    /// <summary>Stores the weights after a round, or hands back those already stored.</summary>
    public async ValueTask<RoundWeights> CreateWeightsAsync(RoundWeights weights, RoundSlot slot, CancellationToken cancellationToken) =>
        await _container.TryCreateJsonAsync(Path(weights.StreamId, slot, WeightsName), weights, StorageJson.Default.RoundWeights, cancellationToken).ConfigureAwait(false)
            ? weights
            : (await FindWeightsAsync(weights.StreamId, slot, cancellationToken).ConfigureAwait(false))!;

    /// <summary>Stores the weights after a round where it has none, or a document that can't be read. One that can be stays as it is.</summary>
    /// <returns>What is stored then.</returns>
    public async ValueTask<RoundWeights> MendWeightsAsync(RoundWeights weights, RoundSlot slot, CancellationToken cancellationToken)
    {
        var path = Path(weights.StreamId, slot, WeightsName);
        if (await _container.DownloadAsync(path, cancellationToken).ConfigureAwait(false) is not { } found)
        {
            return await CreateWeightsAsync(weights, slot, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return _container.Deserialize(path, found.Content, StorageJson.Default.RoundWeights);
        }
        catch (DamagedDataException)
        {
            var unchanged = new BlobRequestConditions { IfMatch = found.Details.ETag };
            return await _container.TryUploadJsonAsync(path, weights, StorageJson.Default.RoundWeights, unchanged, cancellationToken).ConfigureAwait(false) is not null
                ? weights
                : (await FindWeightsAsync(weights.StreamId, slot, cancellationToken).ConfigureAwait(false))!;
        }
    }

    /// <summary>Deletes a round's documents, whether they are there or not.</summary>
    public async ValueTask DeleteAsync(string streamId, RoundSlot slot, CancellationToken cancellationToken)
    {
        foreach (var document in (string[])[AnswersName, ScoresName, WeightsName])
        {
            await _container.TryDeleteAsync(Path(streamId, slot, document), cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Path(string streamId, RoundSlot slot, string document) =>
        string.Create(CultureInfo.InvariantCulture, $"{streamId}/{slot.Start.UtcDateTime:yyyy'/'MM'/'dd'/'HHmm}/{document}");
}
