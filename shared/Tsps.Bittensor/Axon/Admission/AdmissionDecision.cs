namespace Tsps.Bittensor.Axon.Admission;

/// <summary>What a policy says of a request: let it in whatever the following policies say, refuse it, or leave it to them.</summary>
public readonly record struct AdmissionDecision
{
    private AdmissionDecision(AdmissionVerdict verdict, string? reason)
    {
        Verdict = verdict;
        Reason = reason;
    }

    /// <summary>Nothing against it; the next policy decides, and after the last one the request is in.</summary>
    public static AdmissionDecision Pass => default;

    /// <summary>In, without asking further.</summary>
    public static AdmissionDecision Admit => new(AdmissionVerdict.Admit, null);

    public AdmissionVerdict Verdict { get; }

    /// <summary>Why it was refused, for the log; the caller is told only that it was.</summary>
    public string? Reason { get; }

    /// <param name="reason">For the log.</param>
    public static AdmissionDecision Refuse(string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        return new AdmissionDecision(AdmissionVerdict.Refuse, reason);
    }
}
