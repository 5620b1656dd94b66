using Microsoft.Extensions.Logging;

namespace Tsps.Subtensor.Rpc;

/// <content>What is told on the way.</content>
internal sealed partial class ExtrinsicSubmitter
{
    [LoggerMessage(EventId = 10, Level = LogLevel.Debug, Message = "Sent extrinsic {Hash} with nonce {Nonce}.")]
    private partial void LogSent(string hash, ulong nonce);

    [LoggerMessage(EventId = 13, Level = LogLevel.Information, Message = "Extrinsic {Hash} is in no block yet and was sent again.")]
    private partial void LogSentAgain(string hash);

    [LoggerMessage(EventId = 14, Level = LogLevel.Debug, Message = "Extrinsic {Hash} is in no block yet and was not taken again: {Reason}")]
    private partial void LogNotTakenAgain(string hash, string reason);

    [LoggerMessage(EventId = 11, Level = LogLevel.Warning, Message = "Whether a node took extrinsic {Hash} is unknown; sending the same bytes again: {Reason}")]
    private partial void LogFateUnknown(string hash, string reason);

    [LoggerMessage(EventId = 15, Level = LogLevel.Warning, Message = "Whether a node took extrinsic {Hash} is unknown; it is looked for in the chain: {Reason}")]
    private partial void LogFollowedUnheard(string hash, string reason);

    [LoggerMessage(EventId = 16, Level = LogLevel.Warning, Message = "Extrinsic {Hash} was sent and may be in a block, or come into one before block {Death}, but the chain cannot be read now; looking on: {Reason}")]
    private partial void LogNotSeen(string hash, ulong? death, string reason);

    [LoggerMessage(EventId = 18, Level = LogLevel.Warning, Message = "The chain answers again; extrinsic {Hash} is looked for on")]
    private partial void LogSeenAgain(string hash);

    [LoggerMessage(EventId = 19, Level = LogLevel.Warning, Message = "Extrinsic {Hash} is not {Place} after {Seconds:F0} seconds; it is waited for until {Limit:F0}: {State}")]
    private partial void LogWaiting(string hash, string place, double seconds, double limit, string state);

    [LoggerMessage(EventId = 17, Level = LogLevel.Warning, Message = "Extrinsic {Hash} was sent and is followed no longer: it may be in a block, or come into one before block {Death}")]
    private partial void LogLeft(string hash, ulong? death);

    [LoggerMessage(EventId = 12, Level = LogLevel.Information, Message = "Extrinsic {Hash} succeeded in block {Block}.")]
    private partial void LogDone(string hash, ulong block);
}
