using Tsps.Domain;

namespace Tsps.Scoring;

/// <summary>A miner's answer to one request.</summary>
/// <param name="Hotkey">Who answered.</param>
/// <param name="Precision">What the element type of the tensor that travelled amounts to.</param>
/// <param name="Closes">The forecast closes in USD, nearest first.</param>
public sealed record MinerAnswer(Hotkey Hotkey, AnswerPrecision Precision, ReadOnlyMemory<double> Closes);
