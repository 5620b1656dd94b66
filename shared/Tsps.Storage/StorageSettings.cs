namespace Tsps.Storage;

/// <summary>Where an app keeps its tables and blobs: a connection string, or an account reached by managed identity.</summary>
public sealed record StorageSettings
{
    /// <summary>The connection string; null when <see cref="AccountName"/> is used.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The storage account's name, reached with the app's managed identity.</summary>
    public string? AccountName { get; init; }

    /// <summary>Client id of a user-assigned identity; null for the system-assigned one.</summary>
    public string? ClientId { get; init; }

    /// <summary>Names the account, never the connection string, which holds a key.</summary>
    public override string ToString() => AccountName ?? "a connection string";
}
