namespace Tsps.Subtensor.Rpc;

/// <summary>A block: reads that belong together are made at one.</summary>
internal sealed record BlockReference(ulong Number, string Hash);
