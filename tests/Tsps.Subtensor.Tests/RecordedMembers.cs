using Tsps.Testing;

namespace Tsps.Subtensor.Tests;

/// <summary>The names of the members that the chain's vectors have, without those that name a case or are gone through whatever their names.</summary>
internal static class RecordedMembers
{
    /// <summary>Tables whose members are cases: they are gone through, not named.</summary>
    private static readonly HashSet<string> Tables = ["signed_extensions", "stake_dict_rao"];

    /// <summary>Values and frames that are compared as a whole, whatever members they have.</summary>
    private static readonly HashSet<string> ComparedWhole = ["value", "params", "decoded", "decoded_again", "args", "attributes", "constants", "dispatch_error", "frames"];

    /// <summary>What no test asserts, and why.</summary>
    private static readonly Dictionary<string, string> SetAside = new()
    {
        ["seed"] = "the recorder's",
        ["chain"] = "the recorder's",
        ["tools"] = "the recorder's",
        ["recorded_from"] = "the recorder's",
        ["note"] = "says what the case is",
        ["why"] = "says what the value is for",
        ["block_hash"] = "of the recorder's chain; hashes change with every run",
        ["block_number"] = "of the recorder's chain; the block's events are asserted",
        ["pow"] = "registering by proof of work is none of our writes, and newer runtimes do not ask for the work; the call itself is among the extrinsics",
        ["text"] = "what an SDK printed of objects of its own; whether it succeeded is asserted",
        ["stake_type"] = "a type of Python's",
        ["is_null"] = "a flag of the SDK's object, which the chain does not have",
        ["formula_agrees"] = "the recorder's own check; ours are held against the same rounds",
        ["accepted_by_bittensor_drand"] = "the recorder's own check; ours are the same bytes",

        // Of one file alone.
        ["chain/primitives.json/meta"] = "the recorder's",
        ["chain/sdk_transcripts.json/meta"] = "the recorder's",
        ["chain/timelock.json/meta"] = "the recorder's",
        ["chain/transcripts.json/meta"] = "the recorder's",
        ["chain/extrinsics.json/name"] = "names the account",
        ["chain/storage.json/name"] = "names the account",
        ["chain/extrinsics.json/tempo"] = "of the recorder's chain; the blocks that follow from it are asserted",
        ["chain/extrinsics.json/reveal_period_epochs"] = "of the recorder's chain; the blocks that follow from it are asserted",
        ["chain/sdk_transcripts.json/exception"] = "a Python exception, where an SDK cannot read this runtime",
        ["chain/timelock.json/kind"] = "says what was encrypted; the bytes are asserted",
    };

    public static IEnumerable<string> NeedlesslySetAside(IReadOnlyList<string> files, TestSources sources) =>
        Testing.RecordedMembers.NeedlesslySetAside(files, sources, Tables, ComparedWhole, SetAside.Keys);

    public static IEnumerable<string> Unread(string file, TestSources sources) =>
        Testing.RecordedMembers.Unread(file, sources, Tables, ComparedWhole, SetAside.Keys);
}
