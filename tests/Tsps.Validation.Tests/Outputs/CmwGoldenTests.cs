using System.Text;
using System.Text.Json;
using Tsps.Domain;
using Tsps.Testing;
using Tsps.Validation.Outputs;

namespace Tsps.Validation.Tests.Outputs;

[Trait(Categories.Name, Categories.Golden)]
public sealed class CmwGoldenTests
{
    public static TheoryData<string> Rounds =>
        ["scoring/rounds_v4.json.gz", "scoring/rounds_v6.json.gz", "scoring/rounds_v4_256.json.gz", "scoring/rounds_v6_256.json.gz"];

    public static TheoryData<string> Samples => ["scoring/state_machine_v4.json", "scoring/state_machine_v6.json"];

    [Theory]
    [MemberData(nameof(Rounds))]
    public void A_scored_round_becomes_the_record_that_the_reference_wrote(string path)
    {
        using var file = GoldenFile.Read(path);
        var compared = 0;
        foreach (var scenario in file.RootElement.GetProperty("scenarios").EnumerateArray())
        {
            var validator = new Hotkey(scenario.GetProperty("validator_hotkey").GetString()!);
            foreach (var scoring in Scorings(scenario))
            {
                var written = Assert.Single(scoring.GetProperty("cmw_file").EnumerateObject().ToArray());
                var scores = OutputVectors.ReadScores(scoring, scenario.GetProperty("generation").GetString()!);
                var record = CmwRecord.From(scores, StreamDefinition.BtcUsd5m, validator, TimeOf(written.Value));

                Assert.Equal($"{scores.RequestUuid:D}.json", written.Name);
                Assert.Equal(OutputVectors.Compact(written.Value), OutputVectors.Compact(CmwJson.Write(record)));
                compared++;
            }
        }

        Assert.True(compared > 0);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_record_is_read_and_written_to_the_byte(string path)
    {
        using var file = GoldenFile.Read(path);
        var samples = file.RootElement.GetProperty("file_samples");
        var texts = samples.GetProperty("cmw_files").EnumerateArray().Select(sample => sample.GetProperty("raw_text").GetString()!)
            .Append(samples.GetProperty("cmw_full_object").GetProperty("json_text").GetString()!)
            .Append(samples.GetProperty("cmw_full_object").GetProperty("after_load_and_dump").GetString()!)
            .Append(samples.GetProperty("get_vali_bkp_json_when_missing").GetProperty("raw_text").GetString()!);
        Assert.All(texts, text => Assert.Equal(text, Encoding.UTF8.GetString(CmwJson.Write(CmwJson.Read(Encoding.UTF8.GetBytes(text))))));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_document_without_clients_is_refused_as_the_reference_refuses_it(string path)
    {
        using var file = GoldenFile.Read(path);
        Assert.True(file.RootElement.GetProperty("file_samples").GetProperty("load_cmw_without_clients").TryGetProperty("exception", out _));
        Assert.Throws<FormatException>(() => CmwJson.Read("{}"u8.ToArray()));
    }

    private static IEnumerable<JsonElement> Scorings(JsonElement scenario) =>
        from round in scenario.GetProperty("rounds").EnumerateArray()
        where round.TryGetProperty("scoring", out var scoring) && scoring.ValueKind == JsonValueKind.Object
        let scoring = round.GetProperty("scoring")
        where scoring.TryGetProperty("cmw_file", out var written) && written.ValueKind == JsonValueKind.Object
        select scoring;

    /// <summary>When the record was written: the vectors have it nowhere else.</summary>
    private static long TimeOf(JsonElement record) =>
        record.GetProperty("clients")[0].GetProperty("streams")[0].GetProperty("miners")[0].GetProperty("unscaled_scores")[0][0].GetInt64();
}
