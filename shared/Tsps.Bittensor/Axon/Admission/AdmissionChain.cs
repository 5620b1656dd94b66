namespace Tsps.Bittensor.Axon.Admission;

/// <summary>Policies one after the other: the first that does not pass decides. Without any, everybody may ask.</summary>
public sealed class AdmissionChain(params IReadOnlyList<IAdmissionPolicy> policies) : IAdmissionPolicy
{
    private readonly IAdmissionPolicy[] _policies = [.. policies];

    /// <summary>Lets everybody in who has a valid signature: for the ping.</summary>
    public static AdmissionChain Everybody { get; } = new();

    public AdmissionDecision Decide(AdmissionRequest request)
    {
        foreach (var policy in _policies)
        {
            var decision = policy.Decide(request);
            if (decision.Verdict != AdmissionVerdict.Pass)
            {
                return decision;
            }
        }

        return AdmissionDecision.Pass;
    }
}
