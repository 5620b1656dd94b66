using Tsps.Subtensor.Metadata;

namespace Tsps.Subtensor.Extrinsics;

/// <summary>What an extrinsic is bound to: the chain, and the version of its runtime.</summary>
internal sealed record ChainRuntime(ReadOnlyMemory<byte> GenesisHash, string SpecName, uint SpecVersion, uint TransactionVersion, RuntimeMetadata Metadata);
