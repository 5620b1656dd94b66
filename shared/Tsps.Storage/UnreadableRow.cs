namespace Tsps.Storage;

/// <summary>A row that is damaged, or of a newer schema than this version knows.</summary>
/// <param name="Problem">Names the row, and says what is wrong with it.</param>
public sealed record UnreadableRow(string RowKey, string Problem);
