using Tsps.Testing;

namespace Tsps.Scoring.Tests.Golden;

/// <summary>The names of the members that the scoring vectors have, without those that name a case or are compared as a whole.</summary>
internal static class RecordedMembers
{
    /// <summary>Tables whose members are cases: they are gone through, not named.</summary>
    private static readonly HashSet<string> Tables = ["main_loop_runs", "ends_ago_s", "query_timeouts_s", "state_before"];

    /// <summary>Documents that are compared as a whole, with every member and the order of them.</summary>
    private static readonly HashSet<string> ComparedWhole = ["cmw_file", "cmw_files", "outputs", "additional_details"];

    private const string Both = "both generations call the same functions, and here there is one of each";
    private const string NoResult = "a Python exception; that there is no result is asserted";
    private const string FileOfAnAnswer = "the name of a file of an answer; ours are rows";
    private const string WrittenFromStream = "the stream's again; the output that shows it is compared as a whole";
    private const string SetByTheLoop = "the loop's log shows that it sets weights; which they are is asserted of the recorded rounds";

    /// <summary>What no test asserts, and why.</summary>
    private static readonly Dictionary<string, string> SetAside = new()
    {
        // Of the recorder.
        ["versions"] = "the recorder's",
        ["python"] = "the recorder's",
        ["name"] = "names the case, or the function that is called",
        ["numpy"] = "the recorder's",
        ["count"] = "how many cases were recorded",
        ["note"] = "says what the case is",
        ["rule"] = "says what the file is",
        ["group"] = "the beginning of the case's name",
        ["runtime_warnings"] = "what Python said on the way; information only",
        ["uncaught_exception"] = "no recorded scoring ended the process",
        ["live_uncaught_exception"] = "no recorded request ended the process",
        ["netuid"] = "the recorder's; ours is a setting",
        ["axons"] = "how many the recorder's subnet has; ours tells those that answered",
        ["utc"] = "the recorder's clock",
        ["initial_state"] = "the state before the first round, which is read there",
        ["value_type"] = "a type of Python's; the value is asserted",
        ["array_dtype"] = "a type of numpy's; the values are asserted, of which each is a float32",
        ["array_shape"] = "how numpy's array lies; the values are asserted",

        // What the product does otherwise: the library's README says why.
        ["scale_values_exp"] = "the reference's validator calls it nowhere, and neither does ours",
        ["SCALE_FACTOR_EXP"] = "the reference's validator uses it nowhere, and neither does ours",
        ["calculate_directional_accuracy"] = "the reference's validator calls it nowhere, and neither does ours",
        ["count_decimal_places"] = "decimal places travel in no message of the subnet; the reference's validator calls it nowhere, and neither does ours",
        ["time"] = "the platform's dates do it: there is no function of ours to compare",
        ["convert_weight_uids_and_vals_to_tensor"] = "the inverse, from u16 to shares: no part of the product wants it",
        ["due_requests"] = "how many wait in the reference, which keeps those that it failed on; ours are scored oldest first",
        ["order"] = "newest first, and only one a cycle; ours are scored oldest first",
        ["files_before"] = "one file an answer; ours are rows",
        ["files_after"] = "one file an answer, kept where the reference failed; ours are rows that end scored or void",
        ["expected_length"] = "always 0, which the reference takes for any",
        ["PREDICTIONS_MAX"] = "the bound that a draw of a whole number stays below; the one that it draws is asserted",
        ["METAGRAPH_UPDATE_INTERVALS"] = "when the reference reads the metagraph; ours is read anew when it has grown old",
        ["loop_minutes"] = "when the loop asks: v6's minutes are the miners', which are asserted; v4 is asked once an hour",
        ["randint"] = "v4's offset, drawn once a process; ours is drawn for each round, within its hour",
        ["MIN_VALI_SIZE"] = "of the miner",
        ["STD_LOOKBACK"] = "of the miner",
        ["live_sample_matrix"] = "whole days and the candle that is still running; ours are whole candles up to the request, drawn by number",
        ["exchange_requests"] = "how the reference asks its exchange, by whole days",
        ["exchange_request_count"] = "how the reference asks its exchange, by whole days",
        ["requests"] = "how the reference asks its exchanges; ours asks for the window of closes that is asserted, and its clients are tested by themselves",
        ["start_minus_base_ms"] = "the start again",
        ["first_open_ms"] = "of the closes, which are asserted",
        ["last_open_ms"] = "of the closes, which are asserted",
        ["highs_first"] = "the truth is closes alone",
        ["lows_first"] = "the truth is closes alone",
        ["volumes_first"] = "the truth is closes alone",
        ["broken_prediction_files"] = "files of Python objects; answers are stored otherwise",
        ["prediction_file"] = "a file of a Python object; its fields are asserted in the output that shows them",
        ["prediction_data_file_type_checks"] = "types of Python objects; answers are stored otherwise",
        ["memory_variable_vm_after_get_vali_records"] = "a copy in the process's environment, which the loop never reads",
        ["returns"] = "the object of the text that is asserted beside it",
        ["writes"] = "the name of a file of the reference's",
        ["delete_stale_files"] = "by age of files; ours are compacted by the day, after the number of days that is asserted",

        // Of the log of the reference's loop, whose questions are asserted; ours is timers.
        ["simulation"] = "how long things took in the recorder's loop",
        ["start_utc"] = "the recorder's clock",
        ["simulated_hours"] = "the recorder's clock",
        ["arguments"] = "of the reference's command line",
        ["seconds"] = "how long the loop slept: the pauses that are rules are asserted from the settings",
        ["request_uuids"] = "drawn at random",
        ["pickled"] = "how a file is written",
        ["repeats"] = "how often the metagraph was read",
        ["last_utc"] = "the recorder's clock",

        // Of texts and hashes.
        ["shortest_float32_text_do_not_use"] = "the text that must not come out, beside the one that must",
        ["numpy_1_26_str_of_float64"] = "the same text again, as numpy prints it",
        ["version_key"] = "a default of the SDK's inner function, which says nothing of the weights",
        ["wait_for_inclusion"] = "a default of the SDK's inner function, which says nothing of the weights",
        ["wait_for_finalization"] = "a default of the SDK's inner function, which says nothing of the weights",

        // Of one file alone.
        ["scoring/constants.json/client_uuid"] = "nobody, in a request that is not sent yet",
        ["scoring/helpers.json/generations"] = Both,
        ["scoring/numeric_primitives.json/generations"] = Both,
        ["scoring/rmse.json/generations"] = Both,
        ["scoring/scaling_weighing.json/generations"] = Both,
        ["scoring/percentiles.json/exception"] = NoResult,
        ["scoring/rmse.json/exception"] = NoResult,
        ["scoring/scaling_weighing.json/exception"] = NoResult,
        ["scoring/request_outputs_v4.json/generation"] = "the end of the file's name",
        ["scoring/request_outputs_v6.json/generation"] = "the end of the file's name",
        ["scoring/request_outputs_v4.json/file"] = FileOfAnAnswer,
        ["scoring/request_outputs_v6.json/file"] = FileOfAnAnswer,
        ["scoring/request_outputs_v4.json/stream_type"] = WrittenFromStream,
        ["scoring/request_outputs_v6.json/stream_type"] = WrittenFromStream,
        ["scoring/state_machine_v4.json/path"] = FileOfAnAnswer,
        ["scoring/state_machine_v6.json/path"] = FileOfAnAnswer,
        ["scoring/state_machine_v6.json/interval_ms"] = "how the reference asks its exchange for the closes; the window is asserted of the recorded rounds",
        ["scoring/state_machine_v4.json/uids"] = SetByTheLoop,
        ["scoring/state_machine_v6.json/uids"] = SetByTheLoop,
        ["scoring/state_machine_v4.json/weights"] = SetByTheLoop,
        ["scoring/state_machine_v6.json/weights"] = SetByTheLoop,
        ["scoring/state_machine_v4.json/kwargs"] = SetByTheLoop,
        ["scoring/state_machine_v6.json/kwargs"] = SetByTheLoop,
        ["scoring/weights_emit.json/returned"] = "what the SDK's call says without a chain; with what it was called is asserted",
    };

    public static IEnumerable<string> NeedlesslySetAside(IReadOnlyList<string> files, TestSources sources) =>
        Testing.RecordedMembers.NeedlesslySetAside(files, sources, Tables, ComparedWhole, SetAside.Keys);

    public static IEnumerable<string> Unread(string file, TestSources sources) => Testing.RecordedMembers.Unread(file, sources, Tables, ComparedWhole, SetAside.Keys);
}
