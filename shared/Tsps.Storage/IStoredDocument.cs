namespace Tsps.Storage;

/// <summary>A JSON document with a member <c>schema</c>.</summary>
public interface IStoredDocument
{
    /// <summary>The newest schema that this code knows, which is the one that it writes.</summary>
    static abstract int LatestSchema { get; }

    int Schema { get; }

    /// <summary>What is wrong with it though it has the right form; null where nothing is.</summary>
    string? FindDamage() => null;
}
