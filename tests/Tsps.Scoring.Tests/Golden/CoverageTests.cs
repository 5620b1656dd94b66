using System.Text.Json;
using Tsps.Testing;

namespace Tsps.Scoring.Tests.Golden;

/// <summary>Which groups of the vectors are compared, and why the others are not: nothing is left out unsaid.</summary>
[Trait(Categories.Name, Categories.Golden)]
public sealed class CoverageTests
{
    private const string Compared = "";

    private const string Unused = "the reference's validator calls it nowhere, and neither does ours";
    private const string Elsewhere = "other libraries' tests compare it";

    private static readonly string[] Descriptions = ["generation", "generations", "versions", "recorded_from"];

    private static readonly Dictionary<string, string> Groups = new()
    {
        ["scoring/constants.json v4"] = Compared,
        ["scoring/constants.json v6"] = Compared,
        ["scoring/percentile_tables.json min_max_ranges_percentiled"] = Compared,
        ["scoring/percentile_tables.json std_dev_ranges_percentiled"] = Compared,
        ["scoring/rmse.json rmse_weight_k"] = Compared,
        ["scoring/rmse.json weights_100"] = Compared,
        ["scoring/rmse.json sum_weights_100"] = Compared,
        ["scoring/rmse.json cases"] = Compared,
        ["scoring/rmse.json cases score_response"] = Compared,
        ["scoring/rmse.json cases calculate_weighted_rmse"] = Compared,
        ["scoring/rmse.json cases calculate_directional_accuracy"] = Unused,
        ["scoring/percentiles.json get_percentile"] = Compared,
        ["scoring/percentiles.json geometric_mean"] = Compared,
        ["scoring/scaling_weighing.json cases"] = Compared,
        ["scoring/scaling_weighing.json cases simple_scale_scores"] = Compared,
        ["scoring/scaling_weighing.json cases weigh_miner_scores"] = Compared,
        ["scoring/scaling_weighing.json cases scale_scores"] = Unused,
        ["scoring/scaling_weighing.json basic_ema"] = Compared,
        ["scoring/numeric_primitives.json statistics"] = Compared,
        ["scoring/numeric_primitives.json round4"] = Compared,
        ["scoring/numeric_primitives.json yeojohnson"] = Compared,
        ["scoring/numeric_primitives.json min_max_scalar_list"] = Compared,
        ["scoring/ema_update_v4.json cases"] = Compared,
        ["scoring/ema_update_v4.json remove_deregistrations"] = Compared,
        ["scoring/ema_update_v6.json cases"] = Compared,
        ["scoring/ema_update_v6.json remove_deregistrations"] = Compared,
        ["scoring/weights_emit.json convert_weights_and_uids_for_emit"] = Compared,
        ["scoring/weights_emit.json normalize_max_weight"] = Compared,
        ["scoring/weights_emit.json process_weights_for_netuid"] = Compared,
        ["scoring/weights_emit.json convert_weight_uids_and_vals_to_tensor"] = "the inverse, from u16 to shares: no part of the product wants it",
        ["chain/weights_sdk11.json normalize"] = Compared,
        ["chain/weights_sdk11.json clip_to_max_weight"] = Compared,
        ["scoring/helpers.json scale_values"] = Compared,
        ["scoring/helpers.json unscale_values"] = Compared,
        ["scoring/helpers.json scale_ds_with_ts"] = Compared,
        ["scoring/helpers.json count_decimal_places"] = "decimal places travel in no message of the subnet; " + Unused,
        ["scoring/helpers.json scale_values_exp"] = Unused,
        ["scoring/helpers.json time"] = "the platform's dates do it: there is no function of ours to compare",
        ["scoring/state_machine_v4.json truth_alignment"] = Compared,
        ["scoring/state_machine_v4.json simulation"] = Elsewhere,
        ["scoring/state_machine_v4.json main_loop_runs"] = Elsewhere,
        ["scoring/state_machine_v4.json file_samples"] = Elsewhere,
        ["scoring/state_machine_v4.json broken_prediction_files"] = Elsewhere,
        ["scoring/state_machine_v4.json due_rule"] = Elsewhere,
        ["scoring/state_machine_v4.json delete_stale_files"] = Elsewhere,
        ["scoring/state_machine_v4.json live_sample_matrix"] = Elsewhere,
        ["scoring/state_machine_v4.json training_request_run_directly"] = Elsewhere,
        ["scoring/state_machine_v6.json truth_alignment"] = Compared,
        ["scoring/state_machine_v6.json simulation"] = Elsewhere,
        ["scoring/state_machine_v6.json main_loop_runs"] = Elsewhere,
        ["scoring/state_machine_v6.json file_samples"] = Elsewhere,
        ["scoring/state_machine_v6.json broken_prediction_files"] = Elsewhere,
        ["scoring/state_machine_v6.json due_rule"] = Elsewhere,
        ["scoring/state_machine_v6.json delete_stale_files"] = Elsewhere,
    };

    public static TheoryData<string> Files { get; } = [.. Groups.Keys.Select(key => key.Split(' ')[0]).Distinct()];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_group_of_the_vectors_is_compared_or_explained(string path)
    {
        using var file = GoldenFile.Read(path);
        var groups = file.RootElement.EnumerateObject().Select(property => property.Name).Except(Descriptions).Select(name => $"{path} {name}");
        Assert.Empty(groups.Concat(Functions(path, file.RootElement)).Except(Groups.Keys));
    }

    /// <summary>The functions that a file's cases belong to.</summary>
    private static IEnumerable<string> Functions(string path, JsonElement file) => path switch
    {
        "scoring/rmse.json" => file.Items("cases")
            .SelectMany(item => item.EnumerateObject())
            .Where(property => property.Value.ValueKind == JsonValueKind.Object && !property.Value.TryGetProperty("dtype", out _))
            .Select(property => $"{path} cases {property.Name}")
            .Distinct(),
        "scoring/scaling_weighing.json" => file.Items("cases").Select(item => $"{path} cases {item.Text("function")}").Distinct(),
        _ => [],
    };
}
