namespace Tsps.Storage;

/// <summary>The last accepted nonce of one caller, as stored.</summary>
/// <param name="Version">The stored row's version.</param>
public sealed record NonceRow(Int128 Nonce, DateTimeOffset KeepUntil, string Version);
