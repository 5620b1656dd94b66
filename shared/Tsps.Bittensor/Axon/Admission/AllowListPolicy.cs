using System.Collections.Frozen;
using Tsps.Domain;

namespace Tsps.Bittensor.Axon.Admission;

/// <summary>Lets the hotkeys of a list in without asking the policies that follow: an operator's own, for trying a miner out.</summary>
public sealed class AllowListPolicy(IEnumerable<Hotkey> hotkeys) : IAdmissionPolicy
{
    private readonly FrozenSet<Hotkey> _hotkeys = hotkeys.ToFrozenSet();

    public AdmissionDecision Decide(AdmissionRequest request) =>
        request.Hotkey is { } hotkey && _hotkeys.Contains(hotkey) ? AdmissionDecision.Admit : AdmissionDecision.Pass;
}
