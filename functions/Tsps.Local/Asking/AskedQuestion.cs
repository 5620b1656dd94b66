using Tsps.Bittensor.Dendrite;
using Tsps.Domain;
using Tsps.Validation.Asking;

namespace Tsps.Local.Asking;

/// <summary>Who asks whom for what.</summary>
/// <param name="Caller">Who signs.</param>
/// <param name="Candles">Null where the question carries none.</param>
internal sealed record AskedQuestion(Hotkey Caller, DendriteTarget Target, WireGeneration Generation, AxonQuestion Question, AskCandles? Candles)
{
    internal string GenerationName => Generation == WireGeneration.V4 ? "v4" : "v6";
}
