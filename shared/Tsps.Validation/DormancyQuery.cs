using System.Globalization;
using Microsoft.Extensions.Logging;
using Tsps.Bittensor.Dendrite;
using Tsps.Domain;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>
/// Leaves miners alone that have not answered for several rounds: they are asked now and then only, ever more seldom, and waited for briefly. What
/// is known of them is stored, so that a restart forgets nothing; a miner that moved to another address is asked as if it were new.
/// </summary>
public sealed partial class DormancyQuery(IMinerQuery inner, SilentMinerStore store, DormancyRules rules, TimeProvider time, ILogger<DormancyQuery> logger) : IMinerQuery
{
    public async ValueTask<IReadOnlyList<MinerReply>> AskAsync(ForwardQuestion question, IReadOnlyList<Neuron> targets, CancellationToken cancellationToken)
    {
        var silent = await TryReadAsync(question.Stream.Id, cancellationToken).ConfigureAwait(false);
        var miners = Pair(targets, silent?.Miners ?? []);
        var now = time.GetUtcNow();
        var asked = miners.Where(miner => miner.State.MayAsk(now)).ToLookup(miner => miner.State.AskAgainAt is not null, miner => miner.Neuron);
        var probe = question with { Timeout = TimeSpan.FromTicks(Math.Min(rules.ProbeTimeout.Ticks, question.Timeout.Ticks)) };
        var replies = await Task.WhenAll(
            AskSomeAsync(question, [.. asked[false]], cancellationToken),
            AskSomeAsync(probe, [.. asked[true]], cancellationToken)).ConfigureAwait(false);
        var byUid = replies.SelectMany(some => some).ToDictionary(reply => reply.Uid);

        if (silent is not null)
        {
            await RememberAsync(question, miners, byUid, silent, cancellationToken).ConfigureAwait(false);
        }

        return [.. miners.Select(miner => byUid.TryGetValue(miner.Neuron.Uid, out var reply) ? reply : LeftAlone(miner))];
    }

    /// <summary>Null where it can't be read: then everybody is asked, so that the round is not lost, and what is stored stays as it is.</summary>
    private async ValueTask<SilentMiners?> TryReadAsync(string streamId, CancellationToken cancellationToken)
    {
        try
        {
            return await store.ReadAsync(streamId, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception unreadable) when (UnreadableData.Is(unreadable))
        {
            LogUnreadable(streamId, unreadable.Message);
            return null;
        }
    }

    private async Task<IReadOnlyList<MinerReply>> AskSomeAsync(ForwardQuestion question, IReadOnlyList<Neuron> targets, CancellationToken cancellationToken) =>
        targets.Count > 0 ? await inner.AskAsync(question, targets, cancellationToken).ConfigureAwait(false) : [];

    private async ValueTask RememberAsync(
        ForwardQuestion question, IReadOnlyList<Miner> miners, Dictionary<ushort, MinerReply> replies, SilentMiners before, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();

        // When nobody at all is heard, the fault is likely to be on this side.
        var isHearing = replies.Values.Any(reply => reply.Contact == MinerContact.Answered);
        var missed = miners
            .Where(miner => isHearing && replies.TryGetValue(miner.Neuron.Uid, out var reply) && reply.Contact == MinerContact.Silent && miner.Stored?.RequestUuid != question.RequestUuid)
            .Select(miner => (miner.Neuron, State: miner.State.After(hasAnswered: false, now, rules)))
            .ToArray();

        var stillSilent = miners
            .Where(miner => !replies.TryGetValue(miner.Neuron.Uid, out var reply) || reply.Contact != MinerContact.Answered)
            .Select(miner => miner.Neuron.Hotkey)
            .ToHashSet();
        await store.UpdateAsync(
            before,
            [.. missed.Select(miss => ToSilent(miss.Neuron, miss.State, question.RequestUuid))],
            before.Miners.Select(miner => miner.Hotkey).Where(hotkey => !stillSilent.Contains(hotkey)).ToHashSet(),
            cancellationToken).ConfigureAwait(false);
        foreach (var (neuron, state) in missed.Where(miss => miss.State.AskAgainAt is not null))
        {
            LogDormant(neuron.Uid, neuron.Hotkey, state.Misses, state.AskAgainAt!.Value);
        }
    }

    private static List<Miner> Pair(IReadOnlyList<Neuron> targets, IReadOnlyList<SilentMiner> silent)
    {
        var byHotkey = silent.ToDictionary(miner => miner.Hotkey);
        return [.. targets.Select(target => new Miner(
            target,
            byHotkey.GetValueOrDefault(target.Hotkey) is { } stored && stored.Axon == AddressOf(target) ? stored : null))];
    }

    private static string AddressOf(Neuron neuron) => neuron.Axon?.ToString() ?? "";

    private static SilentMiner ToSilent(Neuron neuron, Dormancy state, Guid requestUuid) =>
        new(neuron.Hotkey, AddressOf(neuron), state.Misses, state.AskAgainAt, requestUuid);

    private static MinerReply LeftAlone(Miner miner)
    {
        var reason = string.Create(CultureInfo.InvariantCulture, $"dormant: asked again at {miner.State.AskAgainAt:u}");
        return new MinerReply(miner.Neuron.Hotkey.Address, miner.Neuron.Uid, null, null, null, null, null, reason) { Contact = MinerContact.NotCalled };
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Stream}: which miners are dormant cannot be read, so all are asked: {Reason}")]
    private partial void LogUnreadable(string stream, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Miner {Uid} {Hotkey} is dormant after {Misses} rounds without an answer: asked again at {AskAgainAt:u}")]
    private partial void LogDormant(ushort uid, Hotkey hotkey, int misses, DateTimeOffset askAgainAt);

    /// <param name="Stored">What is known of its silence at its present address; null when it answered.</param>
    private sealed record Miner(Neuron Neuron, SilentMiner? Stored)
    {
        public Dormancy State { get; } = Stored is null ? Dormancy.Awake : new Dormancy(Stored.Misses, Stored.AskAgainAt);
    }
}
