using Tsps.Domain;
using Tsps.Scoring;
using Tsps.Storage;

namespace Tsps.Validation;

/// <summary>From stored replies to what scoring takes.</summary>
internal static class MinerAnswers
{
    public static MinerAnswer FromReply(MinerReply reply) => new(new Hotkey(reply.Hotkey), AnswerPrecisions.OfElementType(reply.Precision!), reply.Closes!.ToArray());
}
