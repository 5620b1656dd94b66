using Tsps.Testing;

namespace Tsps.Bittensor.Tests;

/// <summary>The names of the members that recorded vectors have, without those that name a case or belong to a message on the wire.</summary>
internal static class RecordedMembers
{
    /// <summary>Tables whose members are cases: they are gone through, not named.</summary>
    private static readonly HashSet<string> Tables =
    [
        "derived", "bad_mnemonics", "ss58_decode", "key_file_reading", "decode", "encode", "from_list", "axon", "dendrite", "stakes",
        "requests", "distinct_nonces_per_path", "distinct_per_path",
    ];

    /// <summary>Messages taken apart, of which the bytes beside are asserted, or which are put together again; and a record that is compared as a whole.</summary>
    private static readonly HashSet<string> TakenApart = ["parsed", "response", "body_json", "headers", "body_text", "detail", "kept_record"];

    /// <summary>What no test asserts, and why.</summary>
    private static readonly Dictionary<string, string> SetAside = new()
    {
        ["about"] = "says what the file is",
        ["group"] = "the beginning of the case's name",
        ["case"] = "names the case",
        ["by"] = "names who signed; all signatures are held against the same rule",
        ["generation"] = "the beginning of the case's name; both generations have the same synapses",
        ["sdk"] = "the file's name says it, or that the reference ran on it",
        ["versions"] = "the recorder's",
        ["seed"] = "the recorder's",
        ["python"] = "the recorder's",
        ["exit_status"] = "the recorder's",
        ["recorded_clock_ns"] = "the recorder's",
        ["problems"] = "where the recorded pair failed; this axon and this dendrite must not",
        ["seconds"] = "how long the recorder's machine took",
        ["ended"] = "how the web server of the SDK ended the connection; the answers on it are asserted",
        ["types"] = "Python's types of members whose values are asserted",
        ["served"] = "what the reference miner wrote to the chain; announcing is tested on a chain",
        ["axon_port"] = "the recorder's; the answers come in the order of targets, which is asserted",
        ["memory"] = "how the recorder's array lay in memory; on the wire there is one order",
        ["list"] = "the Python list that an SDK made the tensor of",
        ["validator_mnemonic_index"] = "the caller of the recorded requests, which the test's own key takes the place of",
        ["stream_type"] = "the reference's own request, which is not on the wire; the kept record, which repeats it, is compared",
        ["additional_details"] = "the reference's own request, which is not on the wire; the kept record, which repeats it, is compared",
        ["deserialize"] = "an argument of the SDK's Python call",
        ["one"] = "the request taken apart; its bytes lie beside it",
        ["decode_message"] = "the wording of a Python library",
        ["decode_error"] = "a Python exception; that there was no value is asserted",
        ["model"] = "the block again",

        // Of one file alone.
        ["wire/commitments.json/name"] = "names the case",
        ["wire/tensors.json/name"] = "names the case",
        ["wire/tensors.json/more"] = "a member too many, which the block is read with",
        ["wire/compat.json/samples"] = "of samples that are not recorded",
        ["wire/responses/axon_672.json.gz/required_hash_fields"] = "of a class without any: what the blacklist saw of the members is placeholders",
    };

    public static IEnumerable<string> NeedlesslySetAside(IReadOnlyList<string> files, TestSources sources) =>
        Testing.RecordedMembers.NeedlesslySetAside(files, sources, Tables, TakenApart, SetAside.Keys);

    public static IEnumerable<string> Unread(string file, TestSources sources) => Testing.RecordedMembers.Unread(file, sources, Tables, TakenApart, SetAside.Keys);
}
