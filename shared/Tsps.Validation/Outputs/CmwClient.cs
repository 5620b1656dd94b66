namespace Tsps.Validation.Outputs;

/// <summary>One client of a record.</summary>
/// <param name="ClientUuid">The validator's hotkey.</param>
public sealed record CmwClient(string ClientUuid, IReadOnlyList<CmwStream> Streams);
