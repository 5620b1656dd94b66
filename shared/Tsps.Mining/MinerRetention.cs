using Tsps.Storage;

namespace Tsps.Mining;

/// <summary>Forgets nonces and commitments that no request can use any more.</summary>
public sealed class MinerRetention(NonceTable nonces, CommitmentTable commitments, TimeProvider time)
{
    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await nonces.DeleteExpiredAsync(now, cancellationToken).ConfigureAwait(false);
        await commitments.DeleteExpiredAsync(now, cancellationToken).ConfigureAwait(false);
    }
}
