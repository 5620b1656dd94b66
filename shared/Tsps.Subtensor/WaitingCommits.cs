namespace Tsps.Subtensor;

/// <summary>The commitments of a hotkey that wait to be revealed.</summary>
/// <param name="Block">The best block, at which they were read: the next one takes a reveal.</param>
/// <param name="Commits">Oldest first.</param>
public sealed record WaitingCommits(ulong Block, IReadOnlyList<WeightCommit> Commits)
{
    /// <summary>The one with that hash; null when the chain does not wait for it.</summary>
    public WeightCommit? Find(string hash) => Commits.FirstOrDefault(commit => commit.Hash == hash);
}
