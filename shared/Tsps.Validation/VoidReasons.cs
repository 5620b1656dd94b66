namespace Tsps.Validation;

/// <summary>Why rounds are void, where it is not their truth. They are stored, and an audit holds them against the answers.</summary>
internal static class VoidReasons
{
    public const string NoUsableAnswer = "no miner gave a usable answer";
    public const string AnswersGone = "its answers are gone from Blob storage, or can't be read there";
    public const string LaterRoundScored = "a later round was scored already";
    public const string NoneScorable = "no answer could be scored against its truth";
}
