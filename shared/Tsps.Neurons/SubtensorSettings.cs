using Tsps.Subtensor;

namespace Tsps.Neurons;

/// <summary>Which subnet, and on what.</summary>
public sealed record SubtensorSettings
{
    /// <summary>The value of <c>Subtensor__Network</c> that means the local registry.</summary>
    public const string RegistryNetwork = LocalRegistry.Name;

    /// <summary>The highest number that a subnet's mechanism may have.</summary>
    public const int LastMechanism = 15;

    private const string NetworkName = "Subtensor__Network";
    private const int DefaultNetuid = 8;
    private const int DefaultTestNetuid = 3;

    /// <summary><c>registry</c> is the local table.</summary>
    public required string Network { get; init; }

    public required ushort Netuid { get; init; }

    /// <summary>The chain; null for the local registry.</summary>
    public SubtensorNetwork? Chain { get; init; }

    /// <summary>Tells chains apart, as far as settings do: by the genesis hash where it is known, else by the name or the nodes' addresses, without passwords and keys.</summary>
    public string ChainKey => Chain?.Key ?? RegistryNetwork;

    /// <summary>How long a node may take for one answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The subnet's mechanism that weights are for.</summary>
    public byte Mechanism { get; init; }

    /// <summary>Storage connection string of the local registry, where it is not the app's own storage.</summary>
    public string? RegistryStorage { get; init; }

    /// <exception cref="InvalidSettingException">A setting is wrong.</exception>
    public static SubtensorSettings Read(SettingReader settings)
    {
        var network = settings.Text(NetworkName, RegistryNetwork);
        var chain = network == RegistryNetwork ? null : ParseNetwork(network);
        return new SubtensorSettings
        {
            Network = network,
            Chain = chain,
            Netuid = (ushort)settings.Integer("Subtensor__Netuid", 0, ushort.MaxValue, DefaultNetuidOf(chain)),
            Timeout = TimeSpan.FromSeconds(settings.Integer("Subtensor__TimeoutSeconds", 1, 300, 30)),
            Mechanism = (byte)settings.Integer("Subtensor__Mechanism", 0, LastMechanism, 0),
            RegistryStorage = settings.Secret("Subtensor__RegistryStorage") is { } connection ? StorageSettingsReader.Check("Subtensor__RegistryStorage", connection) : null,
        };
    }

    /// <summary>How a chain is reached: <see cref="Timeout"/> is the limit for each answer, and for connecting where that would take longer.</summary>
    public SubtensorOptions Reach(SubtensorNetwork network)
    {
        var options = new SubtensorOptions { Network = network, CallTimeout = Timeout };
        return Timeout < options.ConnectTimeout ? options with { ConnectTimeout = Timeout } : options;
    }

    /// <summary>The subnet's number, which differs on the test network.</summary>
    public static ushort DefaultNetuidOf(SubtensorNetwork? chain) => (ushort)(chain == SubtensorNetwork.Test ? DefaultTestNetuid : DefaultNetuid);

    private static SubtensorNetwork ParseNetwork(string text)
    {
        try
        {
            return SubtensorNetwork.Parse(text);
        }
        catch (FormatException)
        {
            throw new InvalidSettingException(
                $"The setting {NetworkName} is '{EndpointText.OfInvalid(text)}'. It must be finney, test, archive or local, one or several ws or wss addresses of nodes of one chain with commas between them, or {RegistryNetwork}, the local table of neurons; for example finney.");
        }
    }

    /// <summary>Names the subnet, never the connection string or a node's password, which are secrets.</summary>
    public override string ToString() => $"{Chain?.ToString() ?? Network}/{Netuid}";
}
