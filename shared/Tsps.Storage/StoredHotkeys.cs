namespace Tsps.Storage;

/// <summary>What lists in documents have in common: each entry is of one hotkey, and no two are of the same.</summary>
internal static class StoredHotkeys
{
    /// <summary>What is wrong with a list; null where nothing is.</summary>
    public static string? FindDamage<T>(string name, IReadOnlyList<T> entries, Func<T, string> hotkeyOf) =>
        entries.Any(entry => entry is null || hotkeyOf(entry) is null) ? $"{name} have an entry without hotkey"
        : entries.CountBy(hotkeyOf).FirstOrDefault(count => count.Value > 1) is { Key: { } twice } ? $"{name} name {twice} more than once"
        : null;
}
