using System.Globalization;
using Tsps.Domain;
using Tsps.Neurons;
using Tsps.Storage;

namespace Tsps.Validation.Audit;

/// <summary>
/// Computes what was sent to the chain again: from the weights after the rounds that each submission names, who was registered, and the subnet's rules then.
/// Only submissions to the subnet that the settings name are looked at. Whether the weights follow from the scores is the business of <see cref="Auditor"/>.
/// </summary>
public sealed class SubmissionAuditor(
    SubmittedWeightsStore submissions, AuditedRounds rounds, SubtensorSettings network, ValidatorSettings settings, TimeProvider time)
{
    private const string Name = "weights sent";
    private const string Submissions = "submissions";
    private const string Set = "what is set";

    /// <summary>More than a submission takes from its computing to the moment that is stored for what is set.</summary>
    private static readonly TimeSpan OneHour = TimeSpan.FromHours(1);

    /// <summary>The validator's clock may be ahead of this machine's.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    /// <param name="streams">Submissions that have weights of one of these.</param>
    /// <param name="from">When the first ones were sent.</param>
    /// <param name="to">When the last ones were.</param>
    public async ValueTask<SubmissionReport> RunAsync(IReadOnlyList<StreamPlan> streams, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var notes = new AuditNotes(Name);
        var before = await FindSetAsync(to, notes, cancellationToken).ConfigureAwait(false);
        var all = await notes.ListAsync(
            Moment(from), Submissions, unreadable => submissions.ListSentAsync(network.Netuid, from - OneHour, to, cancellationToken, unreadable)).ConfigureAwait(false);
        var listed = all.Where(sent => sent.SentAt >= from && sent.Rounds.Any(round => streams.Any(plan => plan.Id == round.StreamId))).ToArray();
        foreach (var sent in listed)
        {
            await notes.RunAsync(Moment(sent.SentAt), "submission", () => CompareAsync(sent, notes, cancellationToken)).ConfigureAwait(false);
        }

        await CompareLastAsync(before, all, from, to, notes, cancellationToken).ConfigureAwait(false);
        var taken = listed.Count(IsTaken);
        DateTimeOffset[] unknown = [.. listed.Where(sent => sent.Outcome is null).Select(sent => sent.SentAt)];
        return new SubmissionReport(network.ToString(), taken, listed.Length - taken - unknown.Length, unknown, notes.Findings);
    }

    /// <summary>What is said to be set now is what was sent last.</summary>
    /// <param name="before">What was said before the submissions were read.</param>
    private async ValueTask CompareLastAsync(
        SubmittedWeights? before, IReadOnlyList<SentWeights> all, DateTimeOffset from, DateTimeOffset to, AuditNotes notes, CancellationToken cancellationToken)
    {
        var current = await FindSetAsync(to, notes, cancellationToken).ConfigureAwait(false);
        if (current is { SetAt: { } setAt } && setAt > time.GetUtcNow() + ClockTolerance)
        {
            notes.Add(Moment(setAt), Set, "that time is yet to come");
            return;
        }

        // A submission that can't be read may be the last one, and so may one that was made meanwhile.
        if (current is null || current.SetAt > to || notes.HasUnreadable(Submissions) || current.Version != before?.Version)
        {
            return;
        }

        if (all.LastOrDefault(IsTaken) is { } last)
        {
            Compare(notes, last, Set, current.Weights, last.Computed);
            var rounds = last.Rounds.ToDictionary(round => round.StreamId, round => round.Slot);
            foreach (var stream in rounds.Keys.Union(current.Submitted.Keys))
            {
                Compare(notes, last, $"{Set}, round of {stream}", current.Submitted.TryGetValue(stream, out var slot) ? slot.Key : null, rounds.GetValueOrDefault(stream));
            }
        }
        else if (current.SetAt >= from)
        {
            notes.Add(Moment(current.SetAt.Value), Set, "no submission of that time is stored");
        }
    }

    private ValueTask<SubmittedWeights?> FindSetAsync(DateTimeOffset to, AuditNotes notes, CancellationToken cancellationToken) => notes.FindAsync<SubmittedWeights>(
        Moment(to), Set, async () => await submissions.ReadAsync(network.Netuid, cancellationToken).ConfigureAwait(false));

    private async ValueTask CompareAsync(SentWeights sent, AuditNotes notes, CancellationToken cancellationToken)
    {
        var documents = new List<(StreamPlan Plan, RoundWeights Weights)>();
        foreach (var round in sent.Rounds)
        {
            if (await FindAsync(sent, round, notes, cancellationToken).ConfigureAwait(false) is not { } found)
            {
                return;
            }

            CompareRegistered(sent, round, found.Weights, notes);
            documents.Add(found);
        }

        var registered = Registered(sent, documents.SelectMany(document => document.Weights.Registered));
        var current = new List<RoundWeights>();
        foreach (var (plan, weights) in documents)
        {
            current.Add(await CurrentAsync(plan, weights, registered, notes, cancellationToken).ConfigureAwait(false));
        }

        var computed = CombinedWeights.ToUidWeights(current, registered);
        Compare(notes, sent, "computed weights", sent.Computed, computed);
        if (IsTaken(sent))
        {
            Compare(notes, sent, "weights as they went", sent.Weights ?? [], Conform(sent, computed));
        }
    }

    private async ValueTask<(StreamPlan Plan, RoundWeights Weights)?> FindAsync(SentWeights sent, SentRound round, AuditNotes notes, CancellationToken cancellationToken)
    {
        if (settings.Streams.FirstOrDefault(plan => plan.Id == round.StreamId) is not { } plan)
        {
            notes.Add(Moment(sent.SentAt), $"round {round.Slot} of {round.StreamId}", "the settings do not name this stream, so what was sent can't be computed again");
            return null;
        }

        if (await rounds.FindWeightsAsync(plan, RoundSlot.Parse(round.Slot), notes, cancellationToken).ConfigureAwait(false) is { } weights)
        {
            return (plan, weights);
        }

        notes.Add(Moment(sent.SentAt), $"weights.json of round {round.Slot} of {round.StreamId}", notes.IsUnreadable(round.Slot, RoundDocumentStore.WeightsName) ? "can't be read" : "is missing");
        return null;
    }

    /// <summary>The uids that the document names are those that it named when the weights were sent.</summary>
    private static void CompareRegistered(SentWeights sent, SentRound round, RoundWeights weights, AuditNotes notes)
    {
        var name = $"weights.json of round {round.Slot} of {round.StreamId}";
        Compare(notes, sent, $"number of hotkeys in {name}", Text(weights.Registered.Count), Text(round.Uids.Count));
        foreach (var (entry, uid) in weights.Registered.Zip(round.Uids))
        {
            Compare(notes, sent, $"uid of {entry.Hotkey} in {name}", Text(entry.Uid), Text(uid));
        }
    }

    /// <summary>Who was registered when the weights were sent, as far as it matters for them.</summary>
    private static Metagraph Registered(SentWeights sent, IEnumerable<RegisteredHotkey> documented)
    {
        var uids = documented.DistinctBy(entry => entry.Hotkey).ToDictionary(entry => entry.Hotkey, entry => (ushort?)entry.Uid);
        foreach (var moved in sent.Moved)
        {
            uids[moved.Hotkey] = moved.Uid;
        }

        var neurons = uids.Where(entry => entry.Value is not null).Select(entry => new Neuron(entry.Value!.Value, new Hotkey(entry.Key), 0, false, null));
        return new Metagraph(sent.Netuid, block: 0, sent.SentAt, neurons);
    }

    /// <summary>As <see cref="WeightReader"/> does: where a hotkey had left, the weights of the others without it.</summary>
    private async ValueTask<RoundWeights> CurrentAsync(StreamPlan plan, RoundWeights weights, Metagraph registered, AuditNotes notes, CancellationToken cancellationToken)
    {
        if (weights.Registered.All(entry => registered.Find(new Hotkey(entry.Hotkey)) is not null))
        {
            return weights;
        }

        var scores = await rounds.FindScoresAsync(plan, RoundSlot.Parse(weights.Slot), notes, cancellationToken).ConfigureAwait(false)
            ?? throw new DamagedDataException($"scores.json of round {weights.Slot} of {plan.Id}, which it depends on since a hotkey had left, is missing or can't be read");
        return RoundWeightsDocument.From(scores, plan.Profile, registered);
    }

    /// <summary>Made to fit the subnet's rules; the local registry has none.</summary>
    private static IReadOnlyList<UidWeight> Conform(SentWeights sent, IReadOnlyList<UidWeight> computed) =>
        sent.Network == SubtensorSettings.RegistryNetwork || sent.MaxWeightsLimit is not { } limit || sent.OwnUid is not { } own
            ? computed
            : ChainWeights.Conform(computed, limit, fewest: 0, own);

    private static bool IsTaken(SentWeights sent) => sent.Outcome is nameof(Subtensor.WeightsOutcome.Set) or nameof(Subtensor.WeightsOutcome.Committed);

    private static void Compare(AuditNotes notes, SentWeights sent, string what, IReadOnlyList<UidWeight> stored, IReadOnlyList<UidWeight> recomputed)
    {
        var (left, right) = (stored.ToDictionary(weight => weight.Uid, weight => weight.Value), recomputed.ToDictionary(weight => weight.Uid, weight => weight.Value));
        foreach (var uid in left.Keys.Union(right.Keys).Order())
        {
            Compare(notes, sent, string.Create(CultureInfo.InvariantCulture, $"{what}, uid {uid}"), Find(left, uid), Find(right, uid));
        }

        static string? Find(Dictionary<ushort, ushort> weights, ushort uid) => weights.TryGetValue(uid, out var value) ? Text(value) : null;
    }

    private static void Compare(AuditNotes notes, SentWeights sent, string what, string? stored, string? recomputed)
    {
        if (stored != recomputed)
        {
            notes.Add(Moment(sent.SentAt), what, stored ?? "nothing", recomputed ?? "nothing");
        }
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
