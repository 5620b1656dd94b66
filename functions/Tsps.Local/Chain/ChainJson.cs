using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tsps.Domain;

namespace Tsps.Local.Chain;

/// <summary>What <c>--json</c> writes.</summary>
internal static partial class ChainJson
{
    private static readonly Context Readable = new(new JsonSerializerOptions(Context.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    internal static string Write(Status status) => JsonSerializer.Serialize(status, Readable.Status);

    internal static string Write(Subnet subnet) => JsonSerializer.Serialize(subnet, Readable.Subnet);

    internal static string Write(Weights weights) => JsonSerializer.Serialize(weights, Readable.Weights);

    /// <summary>Of <c>chain status</c>; <paramref name="RegistrationCost"/> in TAO.</summary>
    internal sealed record Status(
        string Network,
        string Endpoint,
        string GenesisHash,
        string SpecName,
        uint SpecVersion,
        ulong Head,
        ulong Finalized,
        ushort Netuid,
        decimal RegistrationCost,
        SubnetHyperparameters Hyperparameters);

    /// <summary>Of <c>chain metagraph</c> and <c>wallet overview</c>.</summary>
    internal sealed record Subnet(string Network, ushort Netuid, ulong Block, string? Coldkey, decimal? Balance, IReadOnlyList<NeuronRow> Neurons);

    /// <summary>Of <c>chain weights</c>.</summary>
    internal sealed record Weights(
        string Network, ushort Netuid, byte Mechanism, ulong Block, string Hotkey, ushort? Uid, bool Permit, string Path, ulong FirstBlock, IReadOnlyList<UidWeight> Set);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
    [JsonSerializable(typeof(Status))]
    [JsonSerializable(typeof(Subnet))]
    [JsonSerializable(typeof(Weights))]
    private sealed partial class Context : JsonSerializerContext;
}
