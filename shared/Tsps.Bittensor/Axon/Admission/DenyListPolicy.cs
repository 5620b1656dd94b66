using System.Collections.Frozen;
using Tsps.Domain;

namespace Tsps.Bittensor.Axon.Admission;

/// <summary>Refuses the hotkeys of a list, whatever else speaks for them.</summary>
public sealed class DenyListPolicy(IEnumerable<Hotkey> hotkeys) : IAdmissionPolicy
{
    private readonly FrozenSet<Hotkey> _hotkeys = hotkeys.ToFrozenSet();

    public AdmissionDecision Decide(AdmissionRequest request) =>
        request.Hotkey is { } hotkey && _hotkeys.Contains(hotkey)
            ? AdmissionDecision.Refuse("the hotkey is on the deny list")
            : AdmissionDecision.Pass;
}
