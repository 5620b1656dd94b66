using System.Text.Json;

namespace Tsps.Bittensor.Tests;

/// <summary>The names of the members that recorded vectors have, without those that name a case or belong to a message on the wire.</summary>
internal static class RecordedMembers
{
    /// <summary>Tables whose members are cases: they are gone through, not named.</summary>
    private static readonly HashSet<string> Tables =
        ["derived", "bad_mnemonics", "ss58_decode", "key_file_reading", "decode", "encode", "from_list", "axon", "dendrite", "stakes"];

    /// <summary>The same bytes are asserted as recorded, in base64 beside these.</summary>
    private static readonly HashSet<string> TakenApart = ["parsed", "response", "body_json", "headers", "body_text", "detail"];

    /// <summary>What no test asserts, and why.</summary>
    public static IReadOnlyDictionary<string, string> SetAside { get; } = new Dictionary<string, string>
    {
        ["about"] = "says what the file is",
        ["note"] = "says what the case is",
        ["group"] = "the beginning of the case's name",
        ["case"] = "names the case",
        ["by"] = "names who signed; all signatures are held against the same rule",
        ["generation"] = "the beginning of the case's name; both generations have the same synapses",
        ["caller"] = "says in words what its mnemonic index says",
        ["versions"] = "the recorder's",
        ["seed"] = "the recorder's",
        ["python"] = "the recorder's",
        ["exit_status"] = "the recorder's",
        ["recorded_clock_ns"] = "the recorder's",
        ["problems"] = "where the recorded pair failed; this axon and this dendrite must not",
        ["sha256"] = "of samples that are not recorded",
        ["seconds"] = "how long the recorder's machine took",
        ["ended"] = "how the web server of the SDK ended the connection; the answers on it are asserted",
        ["types"] = "Python's types of members whose values are asserted",
        ["served"] = "what the reference miner wrote to the chain; announcing is tested on a chain",
        ["axon_port"] = "the recorder's; the answers come in the order of targets, which is asserted",
        ["memory"] = "how the recorder's array lay in memory; on the wire there is one order",
        ["list"] = "the Python list that an SDK made the tensor of",
        ["validator_mnemonic_index"] = "the caller of the recorded requests, which the test's own key takes the place of",
        ["stream_type"] = "the reference's own record, which is not on the wire",
        ["additional_details"] = "the reference's own record, which is not on the wire",
        ["kept_record"] = "the reference's own record, which is not on the wire",
        ["client_uuid"] = "the reference's own record, which is not on the wire",
        ["minutes_from_start_to_end"] = "the reference's own record, which is not on the wire",
        ["sleeps_seconds"] = "the wait between hash and forecast, which the caller of the query states",
        ["deserialize"] = "an argument of the SDK's Python call",
        ["one"] = "the request taken apart; its bytes lie beside it",
        ["decode_message"] = "the wording of a Python library",
        ["decode_error"] = "a Python exception; that there was no value is asserted",
        ["model"] = "the block again",
    };

    public static IReadOnlySet<string> NamesOf(JsonElement root) => Testing.RecordedMembers.NamesOf(root, Tables, TakenApart, SetAside.Keys);
}
