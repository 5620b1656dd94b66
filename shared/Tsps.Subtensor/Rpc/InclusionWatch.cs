using Tsps.Subtensor.Extrinsics;
using Tsps.Subtensor.Scale;

namespace Tsps.Subtensor.Rpc;

/// <summary>
/// Looks for an extrinsic's bytes in the blocks of its era. It needs no subscription, so a lost connection loses nothing, and it
/// notices when the best chain changes under it.
/// </summary>
/// <param name="birth">The final block from which the extrinsic's era counts: it cannot be in this one or before.</param>
internal sealed class InclusionWatch(ChainReader chain, SignedExtrinsic extrinsic, BlockReference birth)
{
    private readonly string _hex = Hex.Encode(extrinsic.Bytes);
    private BlockReference? _scanned;
    private IncludedExtrinsic? _found;

    private BlockReference Scanned => _scanned ?? birth;

    /// <summary>Where the extrinsic lies in the best chain now; null when it is in none of its blocks yet.</summary>
    public async Task<IncludedExtrinsic?> LookAsync(CancellationToken cancellationToken)
    {
        if (_found is { } found)
        {
            if (await chain.ReadBlockHashAsync(found.Block.Number, cancellationToken) == found.Block.Hash)
            {
                return found;
            }

            Restart();
        }

        return _found = await ScanAsync(cancellationToken);
    }

    /// <summary>Whether the extrinsic's era is over, all its blocks are final, and it is in none of them.</summary>
    public async Task<bool> IsDeadAsync(CancellationToken cancellationToken) =>
        extrinsic.DeathBlock is { } death
        && _found is null
        && Scanned.Number + 1 >= death
        && (await chain.ReadFinalizedAsync(cancellationToken)).Number + 1 >= death;

    /// <summary>Whether another extrinsic of its account has used its nonce in a final block: then it comes into none.</summary>
    /// <param name="account">The signer's public key.</param>
    public async Task<bool> IsSupersededAsync(ReadOnlyMemory<byte> account, CancellationToken cancellationToken)
    {
        var final = await chain.ReadFinalizedAsync(cancellationToken);
        if (_found is not null || Scanned.Number < final.Number)
        {
            return false;
        }

        var runtime = await chain.ReadRuntimeAsync(final.Hash, cancellationToken);
        var state = await chain.ReadStorageAsync(runtime, final.Hash, "System", "Account", [account.ToArray()], cancellationToken);
        return state.AsStructure().UInt64("nonce") > extrinsic.Nonce;
    }

    private async Task<IncludedExtrinsic?> ScanAsync(CancellationToken cancellationToken)
    {
        var head = await chain.ReadHeadNumberAsync(cancellationToken);
        while (Scanned.Number < head)
        {
            var hash = await chain.ReadBlockHashAsync(Scanned.Number + 1, cancellationToken);
            if (hash is null || await chain.ReadBlockAsync(hash, cancellationToken) is not { } block)
            {
                return null;
            }

            if (block.ParentHash != Scanned.Hash)
            {
                Restart();
                return null;
            }

            _scanned = new BlockReference(Scanned.Number + 1, hash);
            var index = Array.IndexOf(block.Extrinsics, _hex);
            if (index >= 0)
            {
                return new IncludedExtrinsic(_scanned, index);
            }
        }

        return null;
    }

    /// <summary>The best chain has changed: every block after the birth may be another one now.</summary>
    private void Restart()
    {
        _scanned = null;
        _found = null;
    }
}

/// <param name="Index">Its place among the block's extrinsics.</param>
internal sealed record IncludedExtrinsic(BlockReference Block, int Index);
