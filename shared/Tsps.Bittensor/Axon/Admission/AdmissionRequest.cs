using Tsps.Domain;

namespace Tsps.Bittensor.Axon.Admission;

/// <summary>Who asks for what, before anything of it is verified.</summary>
/// <param name="SynapseName">The class name of the synapse.</param>
/// <param name="Hotkey">As the caller states it; null when it stated none, or none that could be a hotkey.</param>
/// <param name="Time">Now.</param>
public sealed record AdmissionRequest(string SynapseName, Hotkey? Hotkey, DateTimeOffset Time);
