namespace Tsps.Bittensor.Axon.Admission;

/// <summary>Refuses hotkeys that are not in the metagraph; all of them as long as none was read.</summary>
public sealed class RegisteredHotkeyPolicy(IMetagraphView metagraph) : IAdmissionPolicy
{
    public AdmissionDecision Decide(AdmissionRequest request) => (metagraph.Current, request.Hotkey) switch
    {
        (_, null) => AdmissionDecision.Refuse("the request names no hotkey"),
        (null, _) => AdmissionDecision.Refuse("the metagraph was not read yet"),
        ({ } current, { } hotkey) when current.Find(hotkey) is not null => AdmissionDecision.Pass,
        _ => AdmissionDecision.Refuse("the hotkey is not in the metagraph"),
    };
}
