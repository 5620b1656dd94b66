namespace Tsps.Validation;

/// <summary>Why rounds are void, where it is not their truth. They are stored, and an audit holds them against the answers.</summary>
internal static class VoidReasons
{
    /// <summary>The one of which there is no scores document: nobody was asked.</summary>
    public const string NoAxon = "no miner has announced an axon";
    public const string NoUsableAnswer = "no miner gave a usable answer";
    public const string AnswersGone = "its answers are gone from Blob storage, or can't be read there";
    public const string LaterRoundScored = "a later round was scored already";
    public const string NoneScorable = "no answer could be scored against its truth";
}
