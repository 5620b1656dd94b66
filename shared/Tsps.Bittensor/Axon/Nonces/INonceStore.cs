namespace Tsps.Bittensor.Axon.Nonces;

/// <summary>The last accepted nonce of every caller. What keeps a request from being accepted twice, so it must be shared by all instances of one axon.</summary>
public interface INonceStore
{
    /// <summary>What this instance can tell by itself: looked at before the signature is, so it asks no storage.</summary>
    /// <param name="last">The last accepted nonce; null for a caller that is certainly not known.</param>
    /// <returns>False when only <see cref="FindAsync"/> can tell.</returns>
    bool TryFindHeld(NonceKey key, out Int128? last);

    /// <summary>The last accepted nonce, or null for a caller that is not known (or no longer).</summary>
    /// <remarks>May lag behind other instances: it only gives an early and well-worded refusal. <see cref="TryAdvanceAsync"/> decides.</remarks>
    ValueTask<Int128?> FindAsync(NonceKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Stores <paramref name="nonce"/> if none is stored for <paramref name="key"/> or the stored one is smaller, as one step
    /// that no other call, on any instance, can come between; false if it lost to an equal or greater one.
    /// </summary>
    /// <param name="keepUntil">From then on the row may be forgotten: no request signed with this nonce or an older one passes any more, or it is long out of use.</param>
    ValueTask<bool> TryAdvanceAsync(NonceKey key, Int128 nonce, DateTimeOffset keepUntil, CancellationToken cancellationToken);
}
