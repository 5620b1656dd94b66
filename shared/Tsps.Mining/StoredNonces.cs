using Tsps.Bittensor.Axon.Nonces;
using Tsps.Storage;

namespace Tsps.Mining;

/// <summary>Nonces in Table storage, which all instances of the axon share and which outlive each of them, with memory in front.</summary>
public sealed class StoredNonces(NonceTable table, TimeProvider time) : INonceStore
{
    /// <summary>How often a write is tried again when other instances keep coming between.</summary>
    private const int Attempts = 8;

    private readonly InMemoryNonceStore _front = new(time);

    /// <summary>Whom memory does not know, storage may.</summary>
    public bool TryFindHeld(NonceKey key, out Int128? last) => _front.TryFindHeld(key, out last) && last is not null;

    public async ValueTask<Int128?> FindAsync(NonceKey key, CancellationToken cancellationToken) =>
        await _front.FindAsync(key, cancellationToken).ConfigureAwait(false)
            ?? Current(await table.FindAsync(key.Hotkey.Address, key.Uuid, cancellationToken).ConfigureAwait(false))?.Nonce;

    public async ValueTask<bool> TryAdvanceAsync(NonceKey key, Int128 nonce, DateTimeOffset keepUntil, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var read = await table.FindAsync(key.Hotkey.Address, key.Uuid, cancellationToken).ConfigureAwait(false);
            if (Current(read) is { } stored && stored.Nonce >= nonce)
            {
                return false;
            }

            if (await table.TryWriteAsync(key.Hotkey.Address, key.Uuid, nonce, keepUntil, read, cancellationToken).ConfigureAwait(false))
            {
                await _front.TryAdvanceAsync(key, nonce, keepUntil, cancellationToken).ConfigureAwait(false);
                return true;
            }
        }

        return false;
    }

    private NonceRow? Current(NonceRow? row) => row is { } found && found.KeepUntil > time.GetUtcNow() ? found : null;
}
