using Tsps.Bittensor.Synapses;

namespace Tsps.Bittensor.Dendrite;

/// <summary>
/// Asks as generation v6 does: first for commitments, some time later for the forecasts, under the same request uuid (wire specification, section 10).
/// Who commits to nothing is not asked again, since nothing of it could be kept.
/// </summary>
/// <param name="time">The clock of the wait between the two questions.</param>
public sealed class HashFirstQuery(DendriteClient dendrite, TimeProvider time)
{
    /// <summary>What the reference waits; miners answer the second question in the minutes after the first only.</summary>
    public static TimeSpan DefaultWait { get; } = TimeSpan.FromSeconds(60);

    /// <param name="commitTimeout">How long a target has for its commitment; those that are quicker wait for it too.</param>
    /// <param name="timeout">How long a target has for its forecast.</param>
    /// <param name="wait">The wait between the two questions.</param>
    /// <returns>One answer a target, in their order.</returns>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<IReadOnlyList<HashFirstAnswer>> AskAsync(
        LiveForwardHash question, IReadOnlyList<DendriteTarget> targets, TimeSpan commitTimeout, TimeSpan timeout, TimeSpan wait, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        var hashes = await dendrite.AskAsync(question, targets, commitTimeout, cancellationToken);
        DendriteTarget[] committed = [.. hashes.Where(hash => hash.Synapse.HashedPredictions is not null).Select(hash => hash.Target)];
        if (committed.Length > 0)
        {
            await Task.Delay(wait, time, cancellationToken);
        }

        var forwards = await dendrite.AskAsync(ForecastOf(question), committed, timeout, cancellationToken);
        return Pair(hashes, forwards, (int)question.PredictionSize);
    }

    private static LiveForward ForecastOf(LiveForwardHash question) => new()
    {
        RequestUuid = question.RequestUuid,
        StreamId = question.StreamId,
        Samples = question.Samples,
        TopicId = question.TopicId,
        FeatureIds = question.FeatureIds,
        PredictionSize = question.PredictionSize,
        SchemaId = question.SchemaId,
    };

    private static HashFirstAnswer[] Pair(IReadOnlyList<DendriteAnswer<LiveForwardHash>> hashes, IReadOnlyList<DendriteAnswer<LiveForward>> forwards, int size)
    {
        var next = 0;
        return [.. hashes.Select(hash =>
        {
            var forward = hash.Synapse.HashedPredictions is null ? null : forwards[next++];
            return new HashFirstAnswer(hash, forward, ForecastReader.ReadCommitted(hash, forward, size));
        })];
    }
}
