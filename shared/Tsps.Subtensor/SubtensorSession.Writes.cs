using Tsps.Domain;
using Tsps.Subtensor.Extrinsics;
using Tsps.Subtensor.Rpc;
using Tsps.Subtensor.Scale;

namespace Tsps.Subtensor;

/// <content>Writes: each waits until its extrinsic is in a block and the runtime has said how it ended.</content>
public sealed partial class SubtensorSession
{
    /// <summary>The call as the runtime will read it, and what sending it costs. Nothing is signed or sent.</summary>
    /// <param name="signer">Whose call it would be.</param>
    public async Task<CallPreview> PreviewAsync(Hotkey signer, SubtensorCall call, CancellationToken cancellationToken)
    {
        var (_, runtime) = await PinAsync(cancellationToken);
        var bytes = call.Encode(runtime.Metadata);
        var (pallet, name, arguments) = CallDecoder.Decode(runtime.Metadata, bytes);
        var fee = await _submitter.FindFeeAsync(signer, bytes, cancellationToken);
        return new CallPreview(
            pallet,
            name,
            [.. arguments.Select(argument => KeyValuePair.Create(argument.Key, ScaleDisplay.Of(argument.Key, argument.Value)))],
            Hex.Encode(bytes),
            fee is { } rao ? Tao.FromRao(rao) : null);
    }

    /// <summary>Signs a call, sends it and follows it.</summary>
    /// <inheritdoc cref="ExtrinsicSubmitter.SubmitAsync"/>
    public Task<ExtrinsicReceipt> SubmitAsync(IHotkeySigner signer, SubtensorCall call, ExtrinsicWait wait, CancellationToken cancellationToken) =>
        _submitter.SubmitAsync(signer, runtime => call.Encode(runtime.Metadata), wait, cancellationToken);

    /// <summary>Sets a validator's weights on a subnet that takes them directly (mechanism 0).</summary>
    /// <param name="signer">The validator's hotkey.</param>
    /// <param name="weights">At least one; the largest is to be 65535.</param>
    /// <param name="versionKey">At least the subnet's weights version.</param>
    /// <inheritdoc cref="ExtrinsicSubmitter.SubmitAsync"/>
    public Task<ExtrinsicReceipt> SetWeightsAsync(
        IHotkeySigner signer,
        ushort netuid,
        IReadOnlyList<UidWeight> weights,
        ulong versionKey,
        ExtrinsicWait wait,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(weights.Count);
        return SubmitAsync(signer, SubtensorCall.SetWeights(netuid, weights, versionKey), wait, cancellationToken);
    }

    /// <summary>Commits to weights that <see cref="RevealWeightsAsync"/> shows later; for subnets with commit-reveal by hashes.</summary>
    /// <inheritdoc cref="ExtrinsicSubmitter.SubmitAsync"/>
    public Task<ExtrinsicReceipt> CommitWeightsAsync(IHotkeySigner signer, ushort netuid, WeightReveal reveal, ExtrinsicWait wait, CancellationToken cancellationToken) =>
        SubmitAsync(signer, SubtensorCall.CommitWeights(netuid, reveal.Hash(signer.PublicKey.Span, netuid)), wait, cancellationToken);

    /// <summary>Shows the weights that were committed; possible from the commitment's first to its last reveal block.</summary>
    /// <inheritdoc cref="ExtrinsicSubmitter.SubmitAsync"/>
    public Task<ExtrinsicReceipt> RevealWeightsAsync(IHotkeySigner signer, ushort netuid, WeightReveal reveal, ExtrinsicWait wait, CancellationToken cancellationToken) =>
        SubmitAsync(signer, SubtensorCall.RevealWeights(netuid, reveal), wait, cancellationToken);

    /// <summary>Announces where a hotkey's axon listens, unless the chain says the same already.</summary>
    /// <param name="signer">The hotkey.</param>
    /// <param name="version">The version number of this software.</param>
    /// <returns>Null when nothing had to be sent.</returns>
    /// <remarks>The runtime would take it of a hotkey that is registered on any subnet; where this one is not, nobody would look for it.</remarks>
    /// <inheritdoc cref="ExtrinsicSubmitter.SubmitAsync"/>
    public async Task<ExtrinsicReceipt?> ServeAxonAsync(
        IHotkeySigner signer,
        ushort netuid,
        AxonEndpoint endpoint,
        uint version,
        ExtrinsicWait wait,
        CancellationToken cancellationToken)
    {
        var announced = await FindAxonAsync(netuid, signer.Hotkey, cancellationToken);
        if (announced?.Says(endpoint, version) == true)
        {
            return null;
        }

        await RequireUidAsync(netuid, signer.Hotkey, cancellationToken);
        return await SubmitAsync(signer, SubtensorCall.ServeAxon(netuid, endpoint, version), wait, cancellationToken);
    }

    /// <summary>Registers a hotkey on a subnet by paying (recycling) the price of the moment from the coldkey's balance.</summary>
    /// <param name="coldkey">Signs and pays; it becomes the hotkey's owner.</param>
    /// <param name="highestCost">
    /// In TAO: nothing is sent when the price is above it already, and runtimes that know of limits take no more either.
    /// </param>
    /// <inheritdoc cref="ExtrinsicSubmitter.SubmitAsync"/>
    public async Task<ExtrinsicReceipt> RegisterAsync(
        IHotkeySigner coldkey,
        ushort netuid,
        Hotkey hotkey,
        decimal highestCost,
        ExtrinsicWait wait,
        CancellationToken cancellationToken)
    {
        var cost = await ReadRegistrationCostAsync(netuid, cancellationToken);
        if (cost > highestCost)
        {
            throw new SubtensorException($"Registering on subnet {netuid} costs {cost} TAO now, more than the {highestCost} TAO that were agreed to. Nothing was sent.");
        }

        var call = await PlanRegistrationAsync(netuid, hotkey, highestCost, cancellationToken);
        return await SubmitAsync(coldkey, call, wait, cancellationToken);
    }

    /// <summary>The call by which a coldkey registers a hotkey, with a limit to the price where the runtime knows of one.</summary>
    /// <param name="highestCost">In TAO.</param>
    public async Task<SubtensorCall> PlanRegistrationAsync(ushort netuid, Hotkey hotkey, decimal highestCost, CancellationToken cancellationToken)
    {
        var (_, runtime) = await PinAsync(cancellationToken);
        return SubtensorCall.Register(runtime.Metadata, netuid, Ss58.Decode(hotkey.Address), Tao.ToRao(highestCost));
    }
}
