namespace Tsps.Domain;

/// <summary>The rules of a subnet that its validators and miners must keep. Blocks unless said otherwise.</summary>
/// <param name="Tempo">The length of an epoch.</param>
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
    ushort MaxValidators);
