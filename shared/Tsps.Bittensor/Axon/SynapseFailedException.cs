using Tsps.Domain;

namespace Tsps.Bittensor.Axon;

/// <summary>
/// A handler's considered refusal: its message is for the caller. Any other exception tells the caller an error id only.
/// </summary>
public sealed class SynapseFailedException : Exception
{
    public SynapseFailedException()
    {
    }

    /// <summary>Answers 500; callers of SDK 10 find the message in the body's <c>detail</c> only, as that SDK shows an id in its place.</summary>
    public SynapseFailedException(string message)
        : base(message)
    {
    }

    public SynapseFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <param name="statusCode">The status to answer, 400 to 599; the caller gets it with the message whatever its SDK.</param>
    public SynapseFailedException(int statusCode, string message)
        : base(message)
    {
        if (statusCode is < 400 or > 599)
        {
            throw new ArgumentOutOfRangeException(nameof(statusCode), statusCode, "A failure has a status from 400 to 599.");
        }

        StatusCode = statusCode;
    }

    /// <summary>What the log says in place of the message; null where that is the reason.</summary>
    public string? LogReason { get; init; }

    /// <summary>What a caller is told whom the axon's admission refuses: never why, which is for the log alone.</summary>
    public static SynapseFailedException Forbidden(Hotkey caller, string reason) => new(403, AxonFailures.Blacklisted(caller.Address).Message) { LogReason = reason };

    public int StatusCode { get; } = 500;
}
