namespace Tsps.Bittensor.Axon.Admission;

/// <summary>One rule of who may ask. Runs before the signature is checked, so it must be cheap and must not change anything.</summary>
public interface IAdmissionPolicy
{
    AdmissionDecision Decide(AdmissionRequest request);
}
