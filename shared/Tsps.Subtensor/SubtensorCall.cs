using System.Numerics;
using Tsps.Domain;
using Tsps.Subtensor.Extrinsics;
using Tsps.Subtensor.Metadata;
using Tsps.Subtensor.Scale;

namespace Tsps.Subtensor;

/// <summary>A call of the pallet SubtensorModule: its name and arguments as the runtime's metadata name them (chain specification, section 4).</summary>
public sealed class SubtensorCall
{
    internal const string Pallet = "SubtensorModule";

    /// <summary>The protocol number that every client announces.</summary>
    internal const byte AxonProtocol = 4;

    private readonly IReadOnlyList<(string Name, ScaleValue Value)> _arguments;

    private SubtensorCall(string name, IReadOnlyList<(string Name, ScaleValue Value)> arguments)
    {
        Name = name;
        _arguments = arguments;
    }

    /// <summary>Such as <c>set_weights</c>.</summary>
    public string Name { get; }

    internal byte[] Encode(RuntimeMetadata metadata) => CallEncoder.Encode(metadata, Pallet, Name, _arguments);

    /// <summary>Weights of a subnet that takes them directly; signed by the validator's hotkey.</summary>
    /// <param name="weights">At least one; the largest is to be 65535.</param>
    /// <param name="versionKey">At least the subnet's weights version.</param>
    public static SubtensorCall SetWeights(ushort netuid, IReadOnlyList<UidWeight> weights, ulong versionKey) =>
        new("set_weights", [("netuid", (ulong)netuid), .. Vector(weights, "dests", "weights"), ("version_key", versionKey)]);

    /// <summary>Weights for one of a subnet's mechanisms, of which only newer runtimes have several; 0 is the main one, which every runtime knows.</summary>
    /// <inheritdoc cref="SetWeights"/>
    public static SubtensorCall SetMechanismWeights(ushort netuid, byte mechanism, IReadOnlyList<UidWeight> weights, ulong versionKey) => mechanism == 0
        ? SetWeights(netuid, weights, versionKey)
        : new("set_mechanism_weights", [("netuid", (ulong)netuid), ("mecid", (ulong)mechanism), .. Vector(weights, "dests", "weights"), ("version_key", versionKey)]);

    /// <summary>Where a hotkey's axon listens; signed by that hotkey.</summary>
    /// <param name="version">The version number of this software.</param>
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
    internal static SubtensorCall Register(RuntimeMetadata metadata, ushort netuid, byte[] hotkey, ulong highestRao) =>
        metadata.FindCall(Pallet, "register_limit") is { Fields: [{ Name: "netuid" }, { Name: "hotkey" }, var limit] }
            ? new SubtensorCall("register_limit", [("netuid", (ulong)netuid), ("hotkey", hotkey), (limit.Name, highestRao)])
            : BurnedRegister(netuid, hotkey);

    internal static SubtensorCall BurnedRegister(ushort netuid, byte[] hotkey) => new("burned_register", [("netuid", (ulong)netuid), ("hotkey", hotkey)]);

    /// <summary>The hash of weights that are revealed later; signed by the validator's hotkey.</summary>
    public static SubtensorCall CommitWeights(ushort netuid, byte[] hash) => new("commit_weights", [("netuid", (ulong)netuid), ("commit_hash", hash)]);

    /// <summary>Weights that the chain itself decrypts once drand has published a round; signed by the validator's hotkey (chain specification, section 7).</summary>
    /// <param name="commit">The encrypted weights.</param>
    /// <param name="revealRound">The drand round whose signature opens them.</param>
    /// <param name="version">What the chain keeps as <c>CommitRevealWeightsVersion</c>.</param>
    public static SubtensorCall CommitTimelockedWeights(ushort netuid, byte mechanism, byte[] commit, ulong revealRound, ushort version) => new(
        mechanism == 0 ? "commit_timelocked_weights" : "commit_timelocked_mechanism_weights",
        [
            ("netuid", (ulong)netuid),
            .. mechanism == 0 ? [] : new (string, ScaleValue)[] { ("mecid", (ulong)mechanism) },
            ("commit", commit),
            ("reveal_round", revealRound),
            ("commit_reveal_version", (ulong)version),
        ]);

    /// <summary>The weights that were committed by their hash.</summary>
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
