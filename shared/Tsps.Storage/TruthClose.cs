namespace Tsps.Storage;

/// <summary>One true close, as forecasts are measured by it.</summary>
/// <param name="CloseTimeMs">When its candle closes, in Unix milliseconds.</param>
/// <param name="Close">In USD.</param>
/// <param name="Sources">Who said so, such as <c>binance</c>, with each one's own close.</param>
public sealed record TruthClose(long CloseTimeMs, double Close, IReadOnlyList<SourceClose> Sources);
