using System.Net;
using Tsps.Domain;

namespace Tsps.Storage;

/// <summary>A neuron as it lies in storage; stake in TAO.</summary>
internal sealed record StoredNeuron(ushort Uid, string Hotkey, decimal Stake, bool ValidatorPermit, string? Ip, int? Port)
{
    public static StoredNeuron From(Neuron neuron) =>
        new(neuron.Uid, neuron.Hotkey.Address, neuron.Stake, neuron.ValidatorPermit, neuron.Axon?.Address.ToString(), neuron.Axon?.Port);

    public Neuron ToNeuron() =>
        new(Uid, new Hotkey(Hotkey), Stake, ValidatorPermit, Ip is { } ip && Port is { } port ? new AxonEndpoint(IPAddress.Parse(ip), port) : null);
}
