using System.Globalization;

namespace Tsps.Bittensor.Axon.Admission;

/// <summary>Refuses neurons with less stake than the minimum, in TAO. A hotkey that is not in the metagraph has stake 0.</summary>
public sealed class MinimumStakePolicy(IMetagraphView metagraph, decimal minimum) : IAdmissionPolicy
{
    public AdmissionDecision Decide(AdmissionRequest request)
    {
        var stake = request.Hotkey is { } hotkey ? metagraph.Current?.Find(hotkey)?.Stake ?? 0 : 0;
        return stake >= minimum
            ? AdmissionDecision.Pass
            : AdmissionDecision.Refuse(string.Create(CultureInfo.InvariantCulture, $"the stake of {stake} TAO is below the minimum of {minimum}"));
    }
}
