using System.Net;
using Tsps.Domain;
using Tsps.Neurons;

namespace Tsps.Mining;

/// <summary>What a miner answers with, whom it answers, and where it listens.</summary>
public sealed record MinerSettings
{
    /// <summary>The model's name as <c>Miner__Model</c> gives it: <c>last-close</c>, or a model in Blob storage.</summary>
    public required string Model { get; init; }

    /// <summary>Callers with less stake, in TAO, are refused.</summary>
    public required decimal MinimumStake { get; init; }

    /// <summary>The port that the axon is announced with.</summary>
    public required int AxonPort { get; init; }

    /// <summary>The address that the axon is announced with; null announces nothing.</summary>
    public required IPAddress? ExternalIp { get; init; }

    /// <summary>Where the axon is reached, or null when it isn't announced.</summary>
    public AxonEndpoint? Endpoint => ExternalIp is null ? null : new AxonEndpoint(ExternalIp, AxonPort);

    /// <exception cref="InvalidSettingException">A setting is wrong.</exception>
    public static MinerSettings Read(SettingReader settings) => new()
    {
        Model = settings.Text("Miner__Model", "last-close"),
        MinimumStake = settings.Amount("Miner__MinimumStake", 0),
        AxonPort = settings.Integer("Axon__Port", 1, 65535, 8091),
        ExternalIp = settings.Parsed("Axon__ExternalIp", text => IPAddress.TryParse(text, out var address) ? address : null, "an IP address", "203.0.113.7"),
    };
}
