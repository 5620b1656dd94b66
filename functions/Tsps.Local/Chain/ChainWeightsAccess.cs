using System.CommandLine;
using Tsps.Domain;
using Tsps.Local.Commands;
using Tsps.Neurons;
using Tsps.Storage;

namespace Tsps.Local.Chain;

/// <summary>The chain as a validator uses it. Storage is looked for only where commitments must be kept.</summary>
internal static class ChainWeightsAccess
{
    internal static ChainSubtensor Create(ChainTarget target, ParseResult arguments) => new(
        target.Client,
        new CommitmentsWhenNeeded(target),
        new ChainSubtensorOptions { AxonVersion = NeuronServices.AxonVersion, Mechanism = target.Mechanism },
        TimeProvider.System,
        new WarningWriter(arguments.InvocationConfiguration.Error).For<ChainSubtensor>());

    private sealed class CommitmentsWhenNeeded(ChainTarget target) : IWeightCommitmentStore
    {
        private readonly Lazy<WeightCommitmentTable> _table = new(
            () => new WeightCommitmentTable(StorageServices.CreateTables(StorageSettingsReader.Read(new SettingReader(target.Settings)))));

        public ValueTask AddAsync(WeightCommitment commitment, CancellationToken cancellationToken) => _table.Value.AddAsync(commitment, cancellationToken);

        public ValueTask<IReadOnlyList<WeightCommitment>> ListAsync(ushort netuid, Hotkey validator, CancellationToken cancellationToken) =>
            _table.Value.ListAsync(netuid, validator, cancellationToken);

        public ValueTask RemoveAsync(WeightCommitment commitment, CancellationToken cancellationToken) => _table.Value.RemoveAsync(commitment, cancellationToken);
    }
}
