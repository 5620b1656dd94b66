using Tsps.Domain;

namespace Tsps.Bittensor.Axon.Nonces;

/// <summary>
/// Keeps the nonces of hotkeys of the metagraph in one store, and those of strangers, who can do no more than ping, in a small memory of this instance:
/// anybody can make up hotkeys, and would otherwise fill the shared store or push the validators' nonces out of it.
/// </summary>
/// <param name="shared">For callers that are known.</param>
/// <param name="alsoKnown">Hotkeys that are let in without being in the metagraph.</param>
public sealed class KnownCallersNonceStore(INonceStore shared, IMetagraphView metagraph, IEnumerable<Hotkey> alsoKnown, TimeProvider time) : INonceStore
{
    private const int StrangersRemembered = 10_000;

    private readonly HashSet<Hotkey> _alsoKnown = [.. alsoKnown];
    private readonly InMemoryNonceStore _strangers = new(time, StrangersRemembered);

    public bool TryFindHeld(NonceKey key, out Int128? last) => StoreOf(key).TryFindHeld(key, out last);

    public ValueTask<Int128?> FindAsync(NonceKey key, CancellationToken cancellationToken) =>
        StoreOf(key).FindAsync(key, cancellationToken);

    public ValueTask<bool> TryAdvanceAsync(NonceKey key, Int128 nonce, DateTimeOffset keepUntil, CancellationToken cancellationToken) =>
        StoreOf(key).TryAdvanceAsync(key, nonce, keepUntil, cancellationToken);

    private INonceStore StoreOf(NonceKey key) =>
        _alsoKnown.Contains(key.Hotkey) || metagraph.Current?.Find(key.Hotkey) is not null ? shared : _strangers;
}
