namespace Tsps.Subtensor;

/// <summary>How a subnet takes weights at present.</summary>
public enum WeightPath
{
    /// <summary>As they are: <c>set_weights</c>.</summary>
    Direct,

    /// <summary>First their salted hash, an epoch or more later the weights: <c>commit_weights</c> and <c>reveal_weights</c>.</summary>
    HashCommitment,

    /// <summary>Encrypted for a drand round, after which the chain decrypts them by itself: <c>commit_timelocked_weights</c>.</summary>
    TimelockedCommitment,
}
