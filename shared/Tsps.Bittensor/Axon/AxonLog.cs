using Microsoft.Extensions.Logging;

namespace Tsps.Bittensor.Axon;

/// <summary>What an axon tells its operator. Never a signature, a body or a header as it came.</summary>
internal static partial class AxonLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Answered {Synapse} of {Caller} with {StatusCode} in {Milliseconds:F1} ms")]
    public static partial void Answered(ILogger logger, string synapse, string caller, int statusCode, double milliseconds);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Refused {Synapse} of {Caller} with {StatusCode}: {Reason}")]
    public static partial void Refused(ILogger logger, string synapse, string caller, int statusCode, string reason);

    [LoggerMessage(EventId = 4, Level = LogLevel.Information, Message = "Refused {Synapse} of {Caller} with {StatusCode}: {Reason} (error id {ErrorId})")]
    public static partial void RefusedWithId(ILogger logger, string synapse, string caller, int statusCode, string reason, Guid errorId);

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "{Synapse} of {Caller} failed; the caller was told error id {ErrorId}")]
    public static partial void Failed(ILogger logger, Exception exception, string synapse, string caller, Guid? errorId);
}
