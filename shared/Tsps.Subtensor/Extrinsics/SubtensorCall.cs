using System.Numerics;
using Tsps.Domain;
using Tsps.Subtensor.Metadata;
using Tsps.Subtensor.Scale;

namespace Tsps.Subtensor.Extrinsics;

/// <summary>A call of the pallet SubtensorModule: its name and arguments as the runtime's metadata name them (chain specification, section 4).</summary>
internal sealed record SubtensorCall(string Name, IReadOnlyList<(string Name, ScaleValue Value)> Arguments)
{
    public const string Pallet = "SubtensorModule";

    /// <summary>The protocol number that every client announces.</summary>
    public const byte AxonProtocol = 4;

    public byte[] Encode(RuntimeMetadata metadata) => CallEncoder.Encode(metadata, Pallet, Name, Arguments);

    public static SubtensorCall SetWeights(ushort netuid, IReadOnlyList<UidWeight> weights, ulong versionKey) =>
        new("set_weights", [("netuid", (ulong)netuid), .. Vector(weights, "dests", "weights"), ("version_key", versionKey)]);

    /// <param name="mechanism">Which of the subnet's mechanisms; only newer runtimes have several.</param>
    public static SubtensorCall SetMechanismWeights(ushort netuid, byte mechanism, IReadOnlyList<UidWeight> weights, ulong versionKey) =>
        new("set_mechanism_weights", [("netuid", (ulong)netuid), ("mecid", (ulong)mechanism), .. Vector(weights, "dests", "weights"), ("version_key", versionKey)]);

    public static SubtensorCall ServeAxon(ushort netuid, AxonEndpoint endpoint, uint version)
    {
        var (ip, ipType) = AxonInfo.ToNumber(endpoint.Address);
        return new SubtensorCall(
            "serve_axon",
            [
                ("netuid", (ulong)netuid),
                ("version", (ulong)version),
                ("ip", ip),
                ("port", new BigInteger(endpoint.Port)),
                ("ip_type", (ulong)ipType),
                ("protocol", (ulong)AxonProtocol),
                ("placeholder1", 0UL),
                ("placeholder2", 0UL),
            ]);
    }

    /// <summary>Registering with a limit to the price where the runtime knows of one, else at whatever the price is then.</summary>
    public static SubtensorCall Register(RuntimeMetadata metadata, ushort netuid, byte[] hotkey, ulong highestRao) =>
        metadata.FindCall(Pallet, "register_limit") is { Fields: [{ Name: "netuid" }, { Name: "hotkey" }, var limit] }
            ? new SubtensorCall("register_limit", [("netuid", (ulong)netuid), ("hotkey", hotkey), (limit.Name, highestRao)])
            : BurnedRegister(netuid, hotkey);

    public static SubtensorCall BurnedRegister(ushort netuid, byte[] hotkey) => new("burned_register", [("netuid", (ulong)netuid), ("hotkey", hotkey)]);

    public static SubtensorCall CommitWeights(ushort netuid, byte[] hash) => new("commit_weights", [("netuid", (ulong)netuid), ("commit_hash", hash)]);

    public static SubtensorCall RevealWeights(ushort netuid, WeightReveal reveal) =>
        new(
            "reveal_weights",
            [
                ("netuid", (ulong)netuid),
                .. Vector(reveal.Weights, "uids", "values"),
                ("salt", ScaleValue.Sequence(reveal.Salt)),
                ("version_key", reveal.VersionKey),
            ]);

    private static IEnumerable<(string Name, ScaleValue Value)> Vector(IReadOnlyList<UidWeight> weights, string uids, string values) =>
    [
        (uids, ScaleValue.Sequence(weights.Select(weight => weight.Uid))),
        (values, ScaleValue.Sequence(weights.Select(weight => weight.Value))),
    ];
}
