namespace Tsps.Bittensor.Axon;

/// <summary>An answer that is no success.</summary>
/// <param name="StatusCode">The HTTP status, which the bt headers repeat.</param>
/// <param name="Message">What the caller's SDK shows.</param>
internal sealed record AxonFailure(int StatusCode, string Message)
{
    /// <summary>What was wrong with the request, where <see cref="Message"/> has the SDK's wording and does not say it.</summary>
    public string? Detail { get; init; }

    /// <summary>Set where the SDKs' web framework answers with a list of faults in the body.</summary>
    public BodyFault? Fault { get; init; }

    /// <summary>A header that belongs to the status, such as <c>allow</c>.</summary>
    public KeyValuePair<string, string>? Header { get; init; }

    /// <summary>Whether the answer has no body: HTTP forbids it, or the SDKs send none.</summary>
    public bool HasNoBody { get; init; }

    /// <summary>Why, for the log only.</summary>
    public string? LogReason { get; init; }

    /// <summary>Where the message names an id instead of what happened: that id.</summary>
    public Guid? ErrorId { get; init; }
}
