namespace Tsps.Subtensor.RuntimeApi;

/// <summary>Methods of the runtime that we call with <c>state_call</c> (chain specification, section 3).</summary>
internal static class RuntimeApiNames
{
    public const string NeuronsLite = "NeuronInfoRuntimeApi_get_neurons_lite";
    public const string NeuronLite = "NeuronInfoRuntimeApi_get_neuron_lite";
    public const string Neurons = "NeuronInfoRuntimeApi_get_neurons";
    public const string Neuron = "NeuronInfoRuntimeApi_get_neuron";
    public const string SubnetInfo = "SubnetInfoRuntimeApi_get_subnet_info";
    public const string SubnetsInfo = "SubnetInfoRuntimeApi_get_subnets_info";
    public const string SubnetHyperparameters = "SubnetInfoRuntimeApi_get_subnet_hyperparams";
    public const string SubnetState = "SubnetInfoRuntimeApi_get_subnet_state";
    public const string DynamicInfo = "SubnetInfoRuntimeApi_get_dynamic_info";
    public const string SelectiveMetagraph = "SubnetInfoRuntimeApi_get_selective_metagraph";
    public const string StakeInfoForColdkey = "StakeInfoRuntimeApi_get_stake_info_for_coldkey";
    public const string NetworkRegistrationCost = "SubnetRegistrationRuntimeApi_get_network_registration_cost";
    public const string AccountNonce = "AccountNonceApi_account_nonce";
    public const string QueryFeeInfo = "TransactionPaymentApi_query_info";
    public const string MetadataAtVersion = "Metadata_metadata_at_version";
}
