namespace Tsps.Subtensor;

/// <summary>Which chain answers, and how far it is.</summary>
/// <param name="Endpoint">As <see cref="EndpointText"/> shows it.</param>
/// <param name="GenesisHash">Hex.</param>
/// <param name="SpecVersion">The version of the runtime.</param>
/// <param name="Head">The number of the best block.</param>
/// <param name="Finalized">The number of the last final block.</param>
public sealed record ChainStatus(string Endpoint, string GenesisHash, string SpecName, uint SpecVersion, ulong Head, ulong Finalized);
