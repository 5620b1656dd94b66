namespace Tsps.Subtensor;

/// <summary>Why a node did not take an extrinsic into its pool. Nothing reached the chain, and the nonce stays free.</summary>
public enum RefusalReason
{
    /// <summary>A reason that is not known here; the message repeats what the node said.</summary>
    Unknown,

    /// <summary>The signature does not fit: another key, chain, runtime version or era than the node's, or an era that is over.</summary>
    BadProof,

    /// <summary>The nonce was used already.</summary>
    Stale,

    /// <summary>An earlier nonce is still missing.</summary>
    Future,

    /// <summary>The account cannot pay the fee.</summary>
    Payment,

    /// <summary>The era began too long ago.</summary>
    AncientBirthBlock,

    /// <summary>A rule of Subtensor's own, with a number that depends on the runtime's version.</summary>
    Custom,

    /// <summary>The node has refused this very extrinsic a moment ago and does not look at it again yet.</summary>
    TemporarilyBanned,

    /// <summary>The extrinsic waits in the pool already.</summary>
    AlreadyImported,

    /// <summary>Another extrinsic of the same nonce waits in the pool.</summary>
    PriorityTooLow,

    /// <summary>The node could not make sense of the bytes.</summary>
    Undecodable,
}
