namespace Tsps.Bittensor.Axon.Nonces;

/// <summary>What a request says about its own age, all of it the caller's word; only the nonce is covered by the signature.</summary>
/// <param name="Nonce">Unix nanoseconds, or a counter that only grows.</param>
/// <param name="Version">The number of the caller's SDK.</param>
/// <param name="TimeoutSeconds">How long the caller waits; may be negative or no number.</param>
internal readonly record struct NonceClaim(Int128? Nonce, long? Version, double? TimeoutSeconds);
