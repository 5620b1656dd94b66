using Tsps.Bittensor.Synapses;

namespace Tsps.Bittensor.Axon;

/// <summary>Whose manners an answer follows where the recorded SDKs differ.</summary>
internal enum CallerSdk
{
    /// <summary>SDK 6.7, and callers that state no version: failures name their cause.</summary>
    Six,

    /// <summary>SDK 7.2 to 10: a failure inside the axon tells an error id only.</summary>
    Ten,
}
