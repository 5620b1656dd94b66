using System.Globalization;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Synapses;
using Tsps.Domain;

namespace Tsps.Bittensor.Dendrite;

/// <summary>Who asks: the hotkey, and one uuid for as long as the process lives.</summary>
internal sealed record DendriteIdentity(IHotkeySigner Signer, string Uuid, string ExternalIp, SdkVersion Version)
{
    /// <summary>The caller's block of a request to <paramref name="axon"/> (wire specification, section 2, "Signature").</summary>
    public TerminalInfo Sign(Hotkey axon, Int128 nonce) => new()
    {
        Ip = ExternalIp,
        Version = Version.Number,
        Nonce = nonce,
        Uuid = Uuid,
        Hotkey = Signer.Hotkey.Address,
        Signature = HotkeySignature.Sign(
            Signer, string.Create(CultureInfo.InvariantCulture, $"{PythonInteger.Box(nonce)}.{Signer.Hotkey.Address}.{axon.Address}.{Uuid}.{Synapse.EmptyBodyHash}")),
    };
}
