namespace Tsps.Scoring;

/// <summary>
/// Which closes are the truth of a request (scoring specification, section 6.6). Both generations answer the same second with prices
/// two steps apart.
/// </summary>
public enum TruthAlignmentRule
{
    /// <summary>v4: the first truth is the close of the first candle that opens at or after the request.</summary>
    FirstWholeCandleAfter,

    /// <summary>v6: the first truth is the close of the last candle that closed at or before the request.</summary>
    LastClosedCandle,
}
