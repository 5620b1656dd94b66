using Tsps.Subtensor.Scale;

namespace Tsps.Subtensor;

/// <summary>The rules of a subnet that its validators and miners must keep. Blocks unless said otherwise.</summary>
/// <param name="Tempo">An epoch has <c>Tempo + 1</c> blocks.</param>
/// <param name="ImmunityPeriod">How long a new neuron cannot be replaced.</param>
/// <param name="MinAllowedWeights">The fewest weights of a vector.</param>
/// <param name="MaxWeightsLimit">The largest share of one weight, of 65535.</param>
/// <param name="WeightsVersion">The least version key of <c>set_weights</c>; 0 takes any.</param>
/// <param name="WeightsRateLimit">Between two <c>set_weights</c> of a neuron.</param>
/// <param name="ServingRateLimit">Between two <c>serve_axon</c> of a neuron.</param>
/// <param name="ActivityCutoff">A validator that set no weights for so long counts as inactive.</param>
/// <param name="RegistrationAllowed">Whether hotkeys can register at all.</param>
/// <param name="CommitRevealEnabled">Whether weights are committed first and revealed later; plain <c>set_weights</c> then fails.</param>
/// <param name="CommitRevealInterval">Epochs from commit to reveal.</param>
/// <param name="MaxValidators">How many neurons hold a validator permit.</param>
public sealed record SubnetHyperparameters(
    ushort Tempo,
    ushort ImmunityPeriod,
    ushort MinAllowedWeights,
    ushort MaxWeightsLimit,
    ulong WeightsVersion,
    ulong WeightsRateLimit,
    ulong ServingRateLimit,
    ulong ActivityCutoff,
    bool RegistrationAllowed,
    bool CommitRevealEnabled,
    ulong CommitRevealInterval,
    ushort MaxValidators)
{
    internal static SubnetHyperparameters From(ScaleComposite fields) => new(
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
