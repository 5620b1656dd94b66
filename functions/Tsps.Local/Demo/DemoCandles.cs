namespace Tsps.Local.Demo;

/// <summary>The candles that a demo replays.</summary>
/// <param name="Source">Where they come from, such as <c>file</c>, an exchange's name, or <c>simulated</c>.</param>
/// <param name="First">The open time of the first.</param>
/// <param name="Last">The open time of the last.</param>
public sealed record DemoCandles(string Source, DateTimeOffset First, DateTimeOffset Last, int Count);
