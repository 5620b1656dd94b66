using Tsps.Subtensor.Extrinsics;

namespace Tsps.Subtensor.Rpc;

/// <content>What the runtime made of an extrinsic that is in a block.</content>
internal sealed partial class ExtrinsicSubmitter
{
    private async Task<IReadOnlyList<string>> ReadOutcomeAsync(SignedExtrinsic extrinsic, ExtrinsicReceipt receipt, CancellationToken cancellationToken)
    {
        var (runtime, events) = await ReadEventsAsync(extrinsic, receipt, cancellationToken);
        if (DispatchOutcome.Of(runtime.Metadata, events, (uint)receipt.Index) is { } error)
        {
            throw new ExtrinsicFailedException(
                error.Pallet,
                error.Name,
                receipt,
                $"The chain undid the call in block {receipt.BlockNumber}: {(error.Pallet.Length > 0 ? $"{error.Pallet}." : "")}{error.Name}. {DispatchAdvice.For(error.Name)}");
        }

        LogDone(receipt.ExtrinsicHash, receipt.BlockNumber);
        return [.. events.Where(record => record.ExtrinsicIndex == receipt.Index).Select(record => record.ToString())];
    }

    private async Task<(ChainRuntime Runtime, IReadOnlyList<ChainEvent> Events)> ReadEventsAsync(
        SignedExtrinsic extrinsic,
        ExtrinsicReceipt receipt,
        CancellationToken cancellationToken)
    {
        try
        {
            var runtime = await chain.ReadRuntimeAsync(receipt.BlockHash, cancellationToken);
            return (runtime, ChainEvent.ListFrom(await chain.ReadStorageAsync(runtime, receipt.BlockHash, "System", "Events", [], cancellationToken)));
        }
        catch (SubtensorException exception) when (IsFailedRead(exception))
        {
            throw new ExtrinsicPendingException(
                extrinsic.Hash,
                extrinsic.DeathBlock,
                $"The extrinsic {extrinsic.Hash} is in block {receipt.BlockNumber}, but how it ended there could not be read: {exception.Message}",
                exception);
        }
    }
}
