namespace Tsps.Neurons;

/// <summary>Which subnet, and on what.</summary>
public sealed record SubtensorSettings
{
    /// <summary>The value of <c>Subtensor__Network</c> that means the local registry.</summary>
    public const string RegistryNetwork = "registry";

    private const int DefaultNetuid = 8;

    /// <summary><c>registry</c> is the local table.</summary>
    public required string Network { get; init; }

    public required ushort Netuid { get; init; }

    /// <summary>Storage connection string of the local registry, where it is not the app's own storage.</summary>
    public string? RegistryStorage { get; init; }

    /// <exception cref="InvalidSettingException">A setting is wrong.</exception>
    public static SubtensorSettings Read(SettingReader settings)
    {
        var network = settings.Text("Subtensor__Network", RegistryNetwork);
        if (network != RegistryNetwork)
        {
            throw new InvalidSettingException($"The setting Subtensor__Network is '{network}'. It must be {RegistryNetwork}, the local table of neurons, until this version can speak to a chain.");
        }

        return new SubtensorSettings
        {
            Network = network,
            Netuid = (ushort)settings.Integer("Subtensor__Netuid", 0, ushort.MaxValue, DefaultNetuid),
            RegistryStorage = settings.Secret("Subtensor__RegistryStorage") is { } connection ? StorageSettingsReader.Check("Subtensor__RegistryStorage", connection) : null,
        };
    }

    /// <summary>Names the subnet, never the connection string, which holds a key.</summary>
    public override string ToString() => $"{Network}/{Netuid}";
}
