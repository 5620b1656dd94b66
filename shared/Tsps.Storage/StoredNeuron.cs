namespace Tsps.Storage;

/// <summary>A neuron as it lies in Blob storage; stake in TAO.</summary>
internal sealed record StoredNeuron(ushort Uid, string Hotkey, decimal Stake, bool ValidatorPermit, string? Ip, int? Port);
