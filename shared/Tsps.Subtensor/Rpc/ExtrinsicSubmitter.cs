using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
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
    /// <exception cref="ExtrinsicPendingException">It was seen in no block yet, or how it ended could not be read.</exception>
    /// <exception cref="ChainUnavailableException">No endpoint answered before it was sent.</exception>
    public async Task<ExtrinsicReceipt> SubmitAsync(IHotkeySigner signer, Func<ChainRuntime, byte[]> encode, ExtrinsicWait wait, CancellationToken cancellationToken)
    {
        var (extrinsic, watch) = await IncludeAsync(signer, encode, cancellationToken);
        return await NamingWhatIsLeftAsync(extrinsic, async () =>
        {
            var (included, isFinal) = await FollowAsync(signer, extrinsic, watch, wait, cancellationToken);
            var receipt = new ExtrinsicReceipt(extrinsic.Hash, included.Block.Number, included.Block.Hash, included.Index, isFinal);
            return receipt with { Events = await ReadOutcomeAsync(extrinsic, receipt, cancellationToken) };
        });
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
            await NamingWhatIsLeftAsync(extrinsic, async () =>
            {
                await SendAsync(extrinsic, watch, runtime.SpecVersion, cancellationToken);
                return await FollowAsync(signer, extrinsic, watch, ExtrinsicWait.Included, cancellationToken);
            });
            return (extrinsic, watch);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Who stops following must know what to look for: it may have been paid for.</summary>
    private async Task<T> NamingWhatIsLeftAsync<T>(SignedExtrinsic extrinsic, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException)
        {
            LogLeft(extrinsic.Hash, extrinsic.DeathBlock);
            throw;
        }
    }

    private async Task<SignedExtrinsic> SignAsync(ChainRuntime runtime, BlockReference birth, byte[] call, IHotkeySigner signer, CancellationToken cancellationToken)
    {
        var era = Mortality.EraFor(options.EraPeriod, birth.Number);
        var start = era.EraStart(birth.Number);
        var hash = start == birth.Number ? birth.Hash : await chain.ReadBlockHashAsync(start, cancellationToken);
        var mortality = Mortality.Mortal(era, birth.Number, Hex.Decode(hash ?? throw new SubtensorException($"The node does not know block {start}.")));
        var nonce = await chain.ReadNextNonceAsync(signer.Hotkey.Address, cancellationToken);
        return SignedExtrinsic.Create(runtime, call, signer, nonce, 0, mortality);
    }

    /// <summary>
    /// Sends until a node has taken it, or may have: where the answer was lost, the same bytes are sent again, for they count once. What a node
    /// then refuses because it has the first copy was sent.
    /// </summary>
    private async Task SendAsync(SignedExtrinsic extrinsic, InclusionWatch watch, uint specVersion, CancellationToken cancellationToken)
    {
        var mayHaveBeenHeard = false;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await chain.SubmitAsync(extrinsic, cancellationToken);
                LogSent(extrinsic.Hash, extrinsic.Nonce);
                return;
            }
            catch (ChainUnavailableException exception)
            {
                mayHaveBeenHeard |= exception.MayHaveBeenHeard;
                if (attempt >= options.Attempts)
                {
                    if (!mayHaveBeenHeard)
                    {
                        throw;
                    }

                    LogFollowedUnheard(extrinsic.Hash, exception.Message);
                    return;
                }

                LogFateUnknown(extrinsic.Hash, exception.Message);
                await chain.PauseAsync(attempt, cancellationToken);
            }
            catch (RpcException exception)
            {
                var refusal = Refusal.From(exception, specVersion);
                if (!mayHaveBeenHeard || !(FitsASecondCopy(refusal.Reason) || await MayBeInABlockAsync(watch, cancellationToken)))
                {
                    throw refusal;
                }

                LogNotTakenAgain(extrinsic.Hash, refusal.Message);
                return;
            }
        }
    }

    /// <summary>What nodes say to bytes that wait in their pool or are in a block.</summary>
    private static bool FitsASecondCopy(RefusalReason reason) =>
        reason is RefusalReason.AlreadyImported or RefusalReason.Stale or RefusalReason.TemporarilyBanned or RefusalReason.PriorityTooLow;

    /// <summary>Whether the chain could not be read just now, which says nothing of what is in it.</summary>
    private static bool IsFailedRead(SubtensorException exception) => exception is ChainUnavailableException or RpcException;

    /// <summary>False only where the blocks could be read: the first copy may be in one, whoever is away just now.</summary>
    private static async Task<bool> MayBeInABlockAsync(InclusionWatch watch, CancellationToken cancellationToken)
    {
        try
        {
            return await watch.LookAsync(cancellationToken) is not null;
        }
        catch (SubtensorException exception) when (IsFailedRead(exception))
        {
            return true;
        }
    }

    /// <summary>Looks for it until it is where it is waited for. Looks that fail are repeated like those that find nothing: it is sent, whoever is away.</summary>
    private async Task<(IncludedExtrinsic Included, bool IsFinal)> FollowAsync(
        IHotkeySigner signer,
        SignedExtrinsic extrinsic,
        InclusionWatch watch,
        ExtrinsicWait wait,
        CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var (sent, told) = (began, began);
        SubtensorException? failure = null;
        while (true)
        {
            try
            {
                if (await FindAsync(extrinsic, watch, wait, cancellationToken) is { } found)
                {
                    return found;
                }

                if (failure is not null)
                {
                    LogSeenAgain(extrinsic.Hash);
                    failure = null;
                }

                if (time.GetElapsedTime(sent) >= options.ResendInterval)
                {
                    sent = time.GetTimestamp();
                    await SendAgainAsync(signer, extrinsic, watch, cancellationToken);
                }
            }
            catch (SubtensorException exception) when (IsFailedRead(exception))
            {
                if (failure is null)
                {
                    LogNotSeen(extrinsic.Hash, extrinsic.DeathBlock, exception.Message);
                }

                failure = exception;
            }

            var place = wait == ExtrinsicWait.Finalized ? "in a final block" : "in a block";
            if (time.GetElapsedTime(told) >= options.TellInterval)
            {
                told = time.GetTimestamp();
                LogWaiting(extrinsic.Hash, place, time.GetElapsedTime(began).TotalSeconds, options.InclusionTimeout.TotalSeconds, failure is null ? "the chain answers" : failure.Message);
            }

            if (time.GetElapsedTime(began) >= options.InclusionTimeout)
            {
                var waited = $"The extrinsic {extrinsic.Hash} is not {place} after {options.InclusionTimeout.TotalSeconds:0} seconds.";
                var last = failure is null ? "" : $" The last look failed: {failure.Message}";
                throw new ExtrinsicPendingException(extrinsic.Hash, extrinsic.DeathBlock, $"{waited} It may still come into one before block {extrinsic.DeathBlock}.{last}", failure);
            }

            await Task.Delay(options.BlockPollInterval, time, cancellationToken);
        }
    }

    /// <exception cref="ExtrinsicExpiredException">It never will be in a block.</exception>
    private async Task<(IncludedExtrinsic Included, bool IsFinal)?> FindAsync(
        SignedExtrinsic extrinsic,
        InclusionWatch watch,
        ExtrinsicWait wait,
        CancellationToken cancellationToken)
    {
        if (await watch.LookAsync(cancellationToken) is { } included)
        {
            var isFinal = await IsFinalAsync(included, cancellationToken);
            return isFinal || wait == ExtrinsicWait.Included ? (included, isFinal) : null;
        }

        return await watch.IsDeadAsync(cancellationToken)
            ? throw new ExtrinsicExpiredException($"The extrinsic {extrinsic.Hash} was in no block before block {extrinsic.DeathBlock} and is no longer valid. Send it again.")
            : null;
    }

    /// <summary>A node that has it, or has it in a block, refuses it; the chain's blocks tell which.</summary>
    /// <exception cref="ExtrinsicExpiredException">Its nonce was used by another one.</exception>
    private async Task SendAgainAsync(IHotkeySigner signer, SignedExtrinsic extrinsic, InclusionWatch watch, CancellationToken cancellationToken)
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

        if (await watch.IsSupersededAsync(signer.PublicKey, cancellationToken))
        {
            throw new ExtrinsicExpiredException($"The extrinsic {extrinsic.Hash} is in no block, and another one has used its nonce {extrinsic.Nonce}. Send it again.");
        }
    }

    private async Task<bool> IsFinalAsync(IncludedExtrinsic included, CancellationToken cancellationToken) =>
        (await chain.ReadFinalizedAsync(cancellationToken)).Number >= included.Block.Number
        && await chain.ReadBlockHashAsync(included.Block.Number, cancellationToken) == included.Block.Hash;
}
