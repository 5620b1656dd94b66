using Tsps.Subtensor.Metadata;

namespace Tsps.Subtensor.RuntimeApi;

/// <summary>
/// The layouts of what runtimes of the first dTAO generation answer as plain bytes, of which their metadata says nothing
/// (chain specification, section 3). Field order is the wire order.
/// </summary>
internal static class OpaqueLayouts
{
    private const string Number = "Compact<u64>";
    private const string Numbers = "Vec<Compact<u64>>";

    private static readonly TypeRegistryBuilder Builder = new();
    private static readonly Dictionary<string, OpaqueMethod> Methods = Declare();

    public static TypeRegistry Types { get; } = Builder.Build();

    public static OpaqueMethod? Find(string method) => Methods.GetValueOrDefault(method);

    private static Dictionary<string, OpaqueMethod> Declare()
    {
        DeclareStructures();
        return new Dictionary<string, OpaqueMethod>
        {
            [RuntimeApiNames.NeuronsLite] = Method("Vec<NeuronInfoLite>", "u16"),
            [RuntimeApiNames.NeuronLite] = Method("NeuronInfoLite", "u16", "u16"),
            [RuntimeApiNames.Neurons] = Method("Vec<NeuronInfo>", "u16"),
            [RuntimeApiNames.Neuron] = Method("NeuronInfo", "u16", "u16"),
            [RuntimeApiNames.SubnetInfo] = Method("SubnetInfo", "u16"),
            [RuntimeApiNames.SubnetsInfo] = Method("Vec<Option<SubnetInfo>>"),
            [RuntimeApiNames.SubnetHyperparameters] = Method("SubnetHyperparams", "u16"),
            [RuntimeApiNames.SubnetState] = Method("Option<SubnetState>", "u16"),
            [RuntimeApiNames.DynamicInfo] = Method("Option<DynamicInfo>", "u16"),
            [RuntimeApiNames.StakeInfoForColdkey] = Method("Vec<StakeInfo>", "Bytes"),
            [RuntimeApiNames.NetworkRegistrationCost] = Method("u64"),
            [RuntimeApiNames.AccountNonce] = Method("u32", "AccountId"),
            [RuntimeApiNames.MetadataAtVersion] = Method("Option<Bytes>", "u32"),
        };
    }

    private static OpaqueMethod Method(string result, params string[] inputs) => new([.. inputs.Select(Builder.Find)], Builder.Find(result));

    private static void DeclareStructures()
    {
        Builder.Declare(
            "AxonInfo",
            ("block", "u64"),
            ("version", "u32"),
            ("ip", "u128"),
            ("port", "u16"),
            ("ip_type", "u8"),
            ("protocol", "u8"),
            ("placeholder1", "u8"),
            ("placeholder2", "u8"));
        Builder.Declare("PrometheusInfo", ("block", "u64"), ("version", "u32"), ("ip", "u128"), ("port", "u16"), ("ip_type", "u8"));

        (string Name, string Type)[] neuron =
        [
            ("hotkey", "AccountId"),
            ("coldkey", "AccountId"),
            ("uid", Number),
            ("netuid", Number),
            ("active", "bool"),
            ("axon_info", "AxonInfo"),
            ("prometheus_info", "PrometheusInfo"),
            ("stake", "Vec<(AccountId, Compact<u64>)>"),
            .. Fields(Number, "rank", "emission", "incentive", "consensus", "trust", "validator_trust", "dividends", "last_update"),
            ("validator_permit", "bool"),
        ];
        Builder.Declare("NeuronInfoLite", [.. neuron, ("pruning_score", Number)]);
        const string pairs = "Vec<(Compact<u16>, Compact<u16>)>";
        Builder.Declare("NeuronInfo", [.. neuron, ("weights", pairs), ("bonds", pairs), ("pruning_score", Number)]);

        Builder.Declare(
            "SubnetInfo",
            [
                .. Fields(Number, "netuid", "rho", "kappa", "difficulty", "immunity_period", "max_allowed_validators", "min_allowed_weights"),
                .. Fields(Number, "max_weights_limit", "scaling_law_power", "subnetwork_n", "max_allowed_uids", "blocks_since_last_step", "tempo"),
                ("network_modality", Number),
                ("network_connect", "Vec<[u16; 2]>"),
                ("emission_values", Number),
                ("burn", Number),
                ("owner", "AccountId"),
            ]);
        Builder.Declare(
            "SubnetHyperparams",
            [
                .. Fields(Number, "rho", "kappa", "immunity_period", "min_allowed_weights", "max_weights_limit", "tempo", "min_difficulty"),
                .. Fields(Number, "max_difficulty", "weights_version", "weights_rate_limit", "adjustment_interval", "activity_cutoff"),
                ("registration_allowed", "bool"),
                .. Fields(Number, "target_regs_per_interval", "min_burn", "max_burn", "bonds_moving_avg", "max_regs_per_block"),
                .. Fields(Number, "serving_rate_limit", "max_validators", "adjustment_alpha", "difficulty", "commit_reveal_weights_interval"),
                ("commit_reveal_weights_enabled", "bool"),
                ("alpha_high", Number),
                ("alpha_low", Number),
                ("liquid_alpha_enabled", "bool"),
            ]);
        Builder.Declare(
            "SubnetState",
            [
                ("netuid", Number),
                ("hotkeys", "Vec<AccountId>"),
                ("coldkeys", "Vec<AccountId>"),
                ("active", "Vec<bool>"),
                ("validator_permit", "Vec<bool>"),
                .. Fields(Numbers, "pruning_score", "last_update", "emission", "dividends", "incentives", "consensus", "trust", "rank"),
                .. Fields(Numbers, "block_at_registration", "alpha_stake", "tao_stake", "total_stake"),
                ("emission_history", "Vec<Vec<Compact<u64>>>"),
            ]);
        Builder.Declare(
            "DynamicInfo",
            [
                ("owner", "AccountId"),
                .. Fields(Number, "netuid", "tempo", "last_step", "blocks_since_last_step", "emission", "alpha_in", "alpha_out", "tao_in"),
                .. Fields(Number, "total_locked", "owner_locked"),
            ]);
        Builder.Declare(
            "StakeInfo",
            [
                ("hotkey", "AccountId"),
                ("coldkey", "AccountId"),
                .. Fields(Number, "netuid", "stake", "locked", "emission", "drain"),
                ("is_registered", "bool"),
            ]);
    }

    private static IEnumerable<(string Name, string Type)> Fields(string type, params IEnumerable<string> names) => names.Select(name => (name, type));
}

/// <summary>Arguments and result of a method, as types of <see cref="OpaqueLayouts.Types"/>.</summary>
internal sealed record OpaqueMethod(IReadOnlyList<uint> Inputs, uint Result);
