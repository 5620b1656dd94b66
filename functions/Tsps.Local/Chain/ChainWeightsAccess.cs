using System.CommandLine;
using Tsps.Domain;
using Tsps.Local.Commands;
using Tsps.Neurons;
using Tsps.Storage;
using Tsps.Subtensor;

namespace Tsps.Local.Chain;

/// <summary>The chain as a validator uses it. Storage is looked for only where commitments must be kept.</summary>
internal static class ChainWeightsAccess
{
    internal static ChainSubtensor Create(ChainTarget target, ExtrinsicWait wait, ParseResult arguments) => new(
        target.Client,
        new CommitmentsWhenNeeded(target),
        new ChainSubtensorOptions { AxonVersion = NeuronServices.AxonVersion, Mechanism = target.Mechanism, Wait = wait },
        TimeProvider.System,
        new WarningWriter(arguments.InvocationConfiguration.Error).For<ChainSubtensor>());

    /// <summary>What of the stored commitments would be revealed now, and when the others; nothing is sent.</summary>
    internal static async Task<IReadOnlyList<string>> PreviewRevealAsync(ChainTarget target, Hotkey hotkey, CancellationToken cancellationToken)
    {
        var stored = await new CommitmentsWhenNeeded(target).ListAsync(target.Netuid, hotkey, cancellationToken);
        if (stored.Count == 0)
        {
            return ["No commitment is stored. Nothing would be sent."];
        }

        await using var session = target.Client.Open();
        var waiting = await session.ReadCommitsAsync(target.Netuid, hotkey, cancellationToken);
        var lines = new List<string>();
        foreach (var commitment in stored)
        {
            var commit = waiting.Find(commitment.Hash);
            lines.Add($"{commitment.Hash}  {Fate(commit, waiting.Block)}{(commitment.LastFailure is { } reason ? $"; the last attempt failed: {reason}" : "")}");
            if (commit is not null && !commit.IsTooEarly(waiting.Block) && !commit.IsTooLate(waiting.Block))
            {
                var call = SubtensorCall.RevealWeights(target.Netuid, WeightReveal.Of(commitment));
                lines.AddRange(CallText.Of(await session.PreviewAsync(hotkey, call, cancellationToken)));
            }
        }

        return lines;
    }

    private static string Fate(WeightCommit? commit, ulong head) =>
        commit is null ? "the chain does not wait for it"
        : commit.IsTooEarly(head) ? $"committed in block {commit.CommitBlock}, is revealed from block {commit.FirstRevealBlock} on"
        : commit.IsTooLate(head) ? $"committed in block {commit.CommitBlock}, could be revealed until block {commit.LastRevealBlock} and is lost"
        : $"committed in block {commit.CommitBlock}, would be revealed now";

    private sealed class CommitmentsWhenNeeded(ChainTarget target) : IWeightCommitmentStore
    {
        private readonly Lazy<WeightCommitmentTable> _table = new(
            () => new WeightCommitmentTable(StorageServices.CreateTables(StorageSettingsReader.Read(new SettingReader(target.Settings))), target.Network.Key));

        public ValueTask AddAsync(WeightCommitment commitment, CancellationToken cancellationToken) => _table.Value.AddAsync(commitment, cancellationToken);

        public ValueTask<IReadOnlyList<WeightCommitment>> ListAsync(ushort netuid, Hotkey validator, CancellationToken cancellationToken) =>
            _table.Value.ListAsync(netuid, validator, cancellationToken);

        public ValueTask RecordFailureAsync(WeightCommitment commitment, string reason, CancellationToken cancellationToken) =>
            _table.Value.RecordFailureAsync(commitment, reason, cancellationToken);

        public ValueTask RemoveAsync(WeightCommitment commitment, CancellationToken cancellationToken) => _table.Value.RemoveAsync(commitment, cancellationToken);
    }
}
