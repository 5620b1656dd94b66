using Tsps.Domain;
using Tsps.Neurons;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>Puts a submission of weights together: from the weights after one round of each stream, and who is registered now.</summary>
public sealed class SubmissionMaker(WeightReader reader, MetagraphReader metagraphs, SubtensorSettings network, ValidatorSettings settings, TimeProvider time)
{
    /// <param name="chosen">By stream, the round whose weights go.</param>
    /// <param name="known">Heads with the weights that this run has just made and stored, so that they need not be read again.</param>
    public async ValueTask<SentWeights> MakeAsync(
        IReadOnlyDictionary<string, RoundSlot> chosen, IReadOnlyCollection<ScoreHead> known, CancellationToken cancellationToken)
    {
        // Read anew: a uid may have another hotkey by now, which must not get the weight of the one before.
        var metagraph = await metagraphs.ReadNowAsync(cancellationToken).ConfigureAwait(false);
        var (rounds, current, moved) = (new List<SentRound>(), new List<RoundWeights>(), new List<MovedHotkey>());
        foreach (var plan in settings.Streams.Where(plan => chosen.ContainsKey(plan.Id)))
        {
            var made = known.FirstOrDefault(head => head.StreamId == plan.Id && head.LastScored == chosen[plan.Id])?.Weights;
            var weights = await reader.ReadAsync(plan, chosen[plan.Id], made, metagraph, cancellationToken).ConfigureAwait(false);
            rounds.Add(new SentRound(plan.Id, chosen[plan.Id].Key, [.. weights.Stored.Registered.Select(entry => (int)entry.Uid)]));
            current.Add(weights.Current);
            moved.AddRange(ListMoved(weights.Stored, weights.Current, metagraph));
        }

        return new SentWeights
        {
            Netuid = network.Netuid,
            SentAt = time.GetUtcNow(),
            Network = network.ChainKey,
            Mechanism = network.Mechanism,
            Rounds = rounds,
            Moved = [.. moved.Distinct()],
            Computed = CombinedWeights.ToUidWeights(current, metagraph),
        };
    }

    private static IEnumerable<MovedHotkey> ListMoved(RoundWeights stored, RoundWeights current, Metagraph metagraph)
    {
        var known = stored.Registered.ToDictionary(entry => entry.Hotkey, entry => (ushort?)entry.Uid);
        return stored.Registered.Concat(current.Registered)
            .Select(entry => new MovedHotkey(entry.Hotkey, metagraph.Find(new Hotkey(entry.Hotkey))?.Uid))
            .Where(now => known.GetValueOrDefault(now.Hotkey) != now.Uid);
    }
}
