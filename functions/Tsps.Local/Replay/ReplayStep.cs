namespace Tsps.Local.Replay;

/// <summary>One run of a timer function in a replay.</summary>
/// <param name="Time">The time in the replay.</param>
/// <param name="App">The name of the function's app.</param>
public sealed record ReplayStep(DateTimeOffset Time, string App, string Function, bool Succeeded);
