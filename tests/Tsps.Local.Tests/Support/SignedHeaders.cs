using System.Globalization;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Synapses;
using Tsps.Domain;

namespace Tsps.Local.Tests.Support;

/// <summary>The headers of one request as a dendrite of SDK 10 sends them: with a nonce and a uuid of their own, signed.</summary>
internal static class SignedHeaders
{
    internal static IReadOnlyList<KeyValuePair<string, string>> Create(SynapseType type, IHotkeySigner caller, Hotkey axon)
    {
        var nonce = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        var uuid = Guid.NewGuid().ToString();
        var dendrite = new TerminalInfo
        {
            Version = SdkVersion.Ten.Number,
            Nonce = nonce,
            Uuid = uuid,
            Hotkey = caller.Hotkey.Address,
            Signature = HotkeySignature.Sign(caller, string.Create(CultureInfo.InvariantCulture, $"{nonce}.{caller.Hotkey}.{axon}.{uuid}.{Synapse.EmptyBodyHash}")),
        };
        return
        [
            new("name", type.Name),
            new("timeout", "60.0"),
            .. TerminalHeaders.Write(TerminalHeaders.DendritePrefix, dendrite),
            .. type.Members.Where(member => member.IsRequired).Select(member => KeyValuePair.Create(TerminalHeaders.InputPrefix + member.Name, member.HeaderPlaceholder)),
            new("computed_body_hash", Synapse.EmptyBodyHash),
        ];
    }
}
