namespace Tsps.Storage;

/// <summary>What one source gave as a close in USD.</summary>
public sealed record SourceClose(string Source, double Close);
