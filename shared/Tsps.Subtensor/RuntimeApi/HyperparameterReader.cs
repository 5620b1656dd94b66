using Tsps.Domain;
using Tsps.Subtensor.Scale;

namespace Tsps.Subtensor.RuntimeApi;

/// <summary>Reads the structure <c>SubnetHyperparams</c> (chain specification, section 3).</summary>
internal static class HyperparameterReader
{
    public static SubnetHyperparameters Read(ScaleComposite fields) => new(
        fields.UInt16("tempo"),
        fields.UInt16("immunity_period"),
        fields.UInt16("min_allowed_weights"),
        fields.UInt16("max_weights_limit"),
        fields.UInt64("weights_version"),
        fields.UInt64("weights_rate_limit"),
        fields.UInt64("serving_rate_limit"),
        fields.UInt64("activity_cutoff"),
        fields.Flag("registration_allowed"),
        fields.Flag("commit_reveal_weights_enabled"),
        fields.UInt64("commit_reveal_weights_interval"),
        fields.UInt16("max_validators"));
}
