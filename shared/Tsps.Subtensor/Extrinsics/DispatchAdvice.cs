namespace Tsps.Subtensor.Extrinsics;

/// <summary>What to do about errors of the runtime that a validator or miner meets.</summary>
internal static class DispatchAdvice
{
    private static readonly Dictionary<string, string> ByError = new()
    {
        ["SettingWeightsTooFast"] = "Wait until the subnet's weights rate limit has passed since the last weights, or since the registration.",
        ["CommittingWeightsTooFast"] = "Wait until the subnet's weights rate limit has passed since the last commitment.",
        ["HotKeyNotRegisteredInSubNet"] = "Register the hotkey on this subnet first: tsps chain register.",
        ["HotKeyNotRegisteredInNetwork"] = "Register the hotkey on a subnet first: tsps chain register.",
        ["HotKeyAlreadyRegisteredInSubNet"] = "Nothing is left to do: the hotkey is registered.",
        ["NeuronNoValidatorPermit"] = "The hotkey has too little stake among the subnet's validators for a permit; only a permit holder can weigh others.",
        ["NotEnoughStakeToSetWeights"] = "Add stake to the hotkey.",
        ["NotEnoughBalanceToStake"] = "The coldkey's balance does not cover the cost. Send it some TAO.",
        ["BalanceWithdrawalError"] = "The coldkey's balance does not cover the cost. Send it some TAO.",
        ["IncorrectWeightVersionKey"] = "The subnet's owner demands a newer version key. Update Tsps.",
        ["WeightVecLengthIsLow"] = "The subnet demands more weights at once; wait until more miners answer.",
        ["MaxWeightExceeded"] = "One miner's share is above the subnet's limit.",
        ["DuplicateUids"] = "A uid occurs twice in the weights.",
        ["UidVecContainInvalidOne"] = "One of the uids does not exist. Read the metagraph again.",
        ["UidsLengthExceedUidsInSubNet"] = "There are more weights than neurons. Read the metagraph again.",
        ["WeightVecNotEqualSize"] = "The lists of uids and weights differ in length.",
        ["CanNotSetRootNetworkWeights"] = "Choose a netuid other than 0.",
        ["CommitRevealEnabled"] = "This subnet takes weights only by commit and reveal.",
        ["CommitRevealDisabled"] = "This subnet takes weights directly: use set_weights.",
        ["RevealTooEarly"] = "Reveal the weights in the epochs that the subnet sets.",
        ["ExpiredWeightCommit"] = "The time to reveal is over. Commit the weights again.",
        ["InvalidRevealCommitHashNotMatch"] = "What was revealed is not what was committed.",
        ["NoWeightsCommitFound"] = "Commit the weights first.",
        ["TooManyUnrevealedCommits"] = "Reveal the earlier commitments first.",
        ["ServingRateLimitExceeded"] = "Wait until the subnet's serving rate limit has passed since the last announcement.",
        ["InvalidIpAddress"] = "Announce an address that others can reach, not 0.0.0.0 or 127.0.0.1.",
        ["InvalidIpType"] = "Announce an IPv4 or IPv6 address.",
        ["InvalidPort"] = "Announce a port from 1 to 65535.",
        ["SubNetworkDoesNotExist"] = "Check the netuid.",
        ["SubnetNotExists"] = "Check the netuid.",
        ["TooManyRegistrationsThisBlock"] = "Try again in a later block.",
        ["TooManyRegistrationsThisInterval"] = "Try again in the next adjustment interval.",
        ["SubNetRegistrationDisabled"] = "The subnet's owner has closed registrations.",
        ["RegistrationPriceLimitExceeded"] = "The price rose above the limit. Look at it again and decide anew.",
        ["NonAssociatedColdKey"] = "The hotkey belongs to another coldkey.",
    };

    public static string For(string error) => ByError.GetValueOrDefault(error, "See the runtime's documentation of this error.");
}
