namespace Tsps.Bittensor.Axon.Admission;

/// <summary>See <see cref="AdmissionDecision"/>.</summary>
public enum AdmissionVerdict
{
    Pass,
    Admit,
    Refuse,
}
