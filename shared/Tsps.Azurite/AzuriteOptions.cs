namespace Tsps.Azurite;

/// <summary>How an Azurite of our own is started.</summary>
public sealed record AzuriteOptions
{
    /// <summary>The variable that names Azurite's entry, such as <c>node_modules/azurite/dist/src/azurite.js</c>; <c>./tsps</c> sets it.</summary>
    public const string EntryVariable = "TSPS_AZURITE";

    /// <summary>Azurite's entry, a JavaScript file.</summary>
    public string? Entry { get; init; } = Environment.GetEnvironmentVariable(EntryVariable);

    /// <summary>Where its data lies; null keeps everything in memory and loses it at the end.</summary>
    public string? DataFolder { get; init; }

    public AzuritePorts Ports { get; init; } = AzuritePorts.Free;

    /// <summary>The storage accounts that it serves, each empty and apart from the others.</summary>
    public IReadOnlyList<string> Accounts { get; init; } = [AzuriteAccount.DefaultName];

    /// <summary>How long it may take until all its services listen.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
