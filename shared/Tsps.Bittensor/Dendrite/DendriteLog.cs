using Microsoft.Extensions.Logging;
using Tsps.Bittensor.Tensors;

namespace Tsps.Bittensor.Dendrite;

internal static partial class DendriteLog
{
    [LoggerMessage(1, LogLevel.Debug, "{Hotkey} answered {Synapse} with status {Status} ({Message}) after {Seconds:0.000} s, fault {Fault}")]
    public static partial void Answered(ILogger logger, string hotkey, string synapse, int? status, string? message, double seconds, DendriteFault fault);

    [LoggerMessage(2, LogLevel.Debug, "{Hotkey} seems not to read the spelling {Spelling} of tensors; asking once more with the other")]
    public static partial void TryingOtherSpelling(ILogger logger, string hotkey, TensorDtypeSpelling spelling);
}
