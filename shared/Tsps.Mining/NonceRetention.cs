using Tsps.Storage;

namespace Tsps.Mining;

/// <summary>Forgets nonces that no request can use any more.</summary>
public sealed class NonceRetention(NonceTable nonces, TimeProvider time)
{
    public async ValueTask RunAsync(CancellationToken cancellationToken) =>
        await nonces.DeleteExpiredAsync(time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
}
