using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Substrate.NetApi.Model.Extrinsics;
using Tsps.Domain;
using Tsps.Subtensor.Extrinsics;

namespace Tsps.Subtensor.Rpc;

/// <summary>Signs calls, sends them and follows them until the runtime has said how they ended.</summary>
/// <param name="gates">One a key: its calls go one after another.</param>
internal sealed partial class ExtrinsicSubmitter(
    ChainReader chain,
    SubtensorOptions options,
    ConcurrentDictionary<Hotkey, SemaphoreSlim> gates,
    TimeProvider time,
    ILogger logger)
{
    /// <param name="signer">Whose account the call is made from.</param>
    /// <param name="encode">Makes the call for the runtime that is found.</param>
    /// <param name="wait">How far to follow it.</param>
    /// <param name="cancellationToken">Stops following; what was sent stays sent.</param>
    /// <exception cref="ExtrinsicRefusedException">The node did not take it.</exception>
    /// <exception cref="ExtrinsicFailedException">It is in a block, but the runtime undid it.</exception>
    /// <exception cref="ExtrinsicExpiredException">It came into no block while it was valid.</exception>
    /// <exception cref="ExtrinsicPendingException">It is in no block yet.</exception>
    public async Task<ExtrinsicReceipt> SubmitAsync(IHotkeySigner signer, Func<ChainRuntime, byte[]> encode, ExtrinsicWait wait, CancellationToken cancellationToken)
    {
        var (extrinsic, watch) = await IncludeAsync(signer, encode, cancellationToken);
        var (included, isFinal) = await FollowAsync(extrinsic, watch, wait, cancellationToken);
        var receipt = new ExtrinsicReceipt(extrinsic.Hash, included.Block.Number, included.Block.Hash, included.Index, isFinal);
        return receipt with { Events = await ReadOutcomeAsync(receipt, cancellationToken) };
    }

    /// <summary>What a call would cost beside what it takes itself, in rao; null where the runtime does not tell. Nothing is signed.</summary>
    public async Task<ulong?> FindFeeAsync(Hotkey signer, byte[] call, CancellationToken cancellationToken)
    {
        var block = await chain.ReadFinalizedAsync(cancellationToken);
        var runtime = await chain.ReadRuntimeAsync(block.Hash, cancellationToken);
        var extensions = SignedExtensions.Compose(runtime, 0, 0, Mortality.Immortal(runtime.GenesisHash));
        var unsigned = SignedExtrinsic.Assemble(Ss58.Decode(signer.Address), new byte[SignedExtrinsic.SignatureLength], extensions, call);
        return await chain.FindFeeAsync(runtime, block.Hash, unsigned, cancellationToken);
    }

    /// <summary>Brings a call into a block; the next of the same key waits until then, so that it finds the right nonce.</summary>
    private async Task<(SignedExtrinsic Extrinsic, InclusionWatch Watch)> IncludeAsync(
        IHotkeySigner signer,
        Func<ChainRuntime, byte[]> encode,
        CancellationToken cancellationToken)
    {
        var gate = gates.GetOrAdd(signer.Hotkey, _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync(cancellationToken);
        try
        {
            var birth = await chain.ReadFinalizedAsync(cancellationToken);
            var runtime = await chain.ReadRuntimeAsync(birth.Hash, cancellationToken);
            var extrinsic = await SignAsync(runtime, birth, encode(runtime), signer, cancellationToken);
            var watch = new InclusionWatch(chain, extrinsic, birth);
            await SendAsync(extrinsic, watch, runtime.SpecVersion, cancellationToken);
            await FollowAsync(extrinsic, watch, ExtrinsicWait.Included, cancellationToken);
            return (extrinsic, watch);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<SignedExtrinsic> SignAsync(ChainRuntime runtime, BlockReference birth, byte[] call, IHotkeySigner signer, CancellationToken cancellationToken)
    {
        var era = Era.Create(options.EraPeriod, birth.Number);
        var start = era.EraStart(birth.Number);
        var hash = start == birth.Number ? birth.Hash : await chain.ReadBlockHashAsync(start, cancellationToken);
        var mortality = Mortality.Mortal(era, birth.Number, Hex.Decode(hash ?? throw new SubtensorException($"The node does not know block {start}.")));
        var nonce = await chain.ReadNextNonceAsync(signer.Hotkey.Address, cancellationToken);
        return SignedExtrinsic.Create(runtime, call, signer, nonce, 0, mortality);
    }

    /// <summary>Sends until a node has taken it. Where the answer was lost, the same bytes are looked for in the chain and sent again: they count once.</summary>
    private async Task SendAsync(SignedExtrinsic extrinsic, InclusionWatch watch, uint specVersion, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await chain.SubmitAsync(extrinsic, cancellationToken);
                LogSent(extrinsic.Hash, extrinsic.Nonce);
                return;
            }
            catch (ChainUnavailableException exception) when (attempt < options.Attempts)
            {
                LogFateUnknown(extrinsic.Hash, exception.Message);
                await chain.PauseAsync(attempt, cancellationToken);
            }
            catch (RpcException exception)
            {
                var refusal = Refusal.From(exception, specVersion);
                var wasSentBefore = attempt > 1 && (refusal.Reason == RefusalReason.AlreadyImported || await watch.LookAsync(cancellationToken) is not null);
                if (!wasSentBefore)
                {
                    throw refusal;
                }

                return;
            }
        }
    }

    private async Task<(IncludedExtrinsic Included, bool IsFinal)> FollowAsync(
        SignedExtrinsic extrinsic,
        InclusionWatch watch,
        ExtrinsicWait wait,
        CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var sent = began;
        while (true)
        {
            if (await watch.LookAsync(cancellationToken) is { } included)
            {
                var isFinal = await IsFinalAsync(included, cancellationToken);
                if (isFinal || wait == ExtrinsicWait.Included)
                {
                    return (included, isFinal);
                }
            }
            else if (await watch.IsDeadAsync(cancellationToken))
            {
                throw new ExtrinsicExpiredException($"The extrinsic {extrinsic.Hash} was in no block before block {extrinsic.DeathBlock} and is no longer valid. Send it again.");
            }

            if (time.GetElapsedTime(began) >= options.InclusionTimeout)
            {
                throw new ExtrinsicPendingException(
                    extrinsic.Hash,
                    extrinsic.DeathBlock,
                    $"The extrinsic {extrinsic.Hash} is not {(wait == ExtrinsicWait.Finalized ? "in a final block" : "in a block")} after {options.InclusionTimeout.TotalSeconds:0} seconds. It may still come into one before block {extrinsic.DeathBlock}.");
            }

            if (time.GetElapsedTime(sent) >= options.ResendInterval)
            {
                sent = time.GetTimestamp();
                await SendAgainAsync(extrinsic, cancellationToken);
            }

            await Task.Delay(options.BlockPollInterval, time, cancellationToken);
        }
    }

    /// <summary>A node that has it, or has it in a block, refuses it; the chain's blocks tell which.</summary>
    private async Task SendAgainAsync(SignedExtrinsic extrinsic, CancellationToken cancellationToken)
    {
        try
        {
            await chain.SubmitAsync(extrinsic, cancellationToken);
            LogSentAgain(extrinsic.Hash);
        }
        catch (Exception exception) when (exception is RpcException or ChainUnavailableException)
        {
            LogNotTakenAgain(extrinsic.Hash, exception.Message);
        }
    }

    private async Task<bool> IsFinalAsync(IncludedExtrinsic included, CancellationToken cancellationToken) =>
        (await chain.ReadFinalizedAsync(cancellationToken)).Number >= included.Block.Number
        && await chain.ReadBlockHashAsync(included.Block.Number, cancellationToken) == included.Block.Hash;

    private async Task<IReadOnlyList<string>> ReadOutcomeAsync(ExtrinsicReceipt receipt, CancellationToken cancellationToken)
    {
        var runtime = await chain.ReadRuntimeAsync(receipt.BlockHash, cancellationToken);
        var events = ChainEvent.ListFrom(await chain.ReadStorageAsync(runtime, receipt.BlockHash, "System", "Events", [], cancellationToken));
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

    [LoggerMessage(EventId = 10, Level = LogLevel.Debug, Message = "Sent extrinsic {Hash} with nonce {Nonce}.")]
    private partial void LogSent(string hash, ulong nonce);

    [LoggerMessage(EventId = 13, Level = LogLevel.Information, Message = "Extrinsic {Hash} is in no block yet and was sent again.")]
    private partial void LogSentAgain(string hash);

    [LoggerMessage(EventId = 14, Level = LogLevel.Debug, Message = "Extrinsic {Hash} is in no block yet and was not taken again: {Reason}")]
    private partial void LogNotTakenAgain(string hash, string reason);

    [LoggerMessage(EventId = 11, Level = LogLevel.Warning, Message = "Whether a node took extrinsic {Hash} is unknown; sending the same bytes again: {Reason}")]
    private partial void LogFateUnknown(string hash, string reason);

    [LoggerMessage(EventId = 12, Level = LogLevel.Information, Message = "Extrinsic {Hash} succeeded in block {Block}.")]
    private partial void LogDone(string hash, ulong block);
}
