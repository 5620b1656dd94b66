using System.Text;
using System.Text.Json;
using FsCheck.Xunit;
using Tsps.Domain;
using Tsps.Storage;
using Tsps.Testing;
using Tsps.Validation.Asking;
using Tsps.Validation.Outputs;

namespace Tsps.Validation.Tests.Outputs;

[Trait(Categories.Name, Categories.Unit)]
public sealed class SubnetPerformanceTests
{
    private static readonly DateTimeOffset Now = new(2024, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Property]
    public void Going_on_from_what_was_stored_gives_what_adding_all_at_once_gives(int seed)
    {
        var random = new Random(seed);
        var records = Enumerable.Range(0, 1 + random.Next(12)).Select(round => NewRecord(random, Now.AddHours((round * 24) - 250))).ToArray();
        var whole = new SubnetPerformance();
        var resumed = new SubnetPerformance();
        foreach (var record in records)
        {
            whole.Add(record);
            resumed = SubnetPerformance.From(StoredAndRead(resumed.ToHistory("BTCUSD-5m", Now, DateTimeOffset.UnixEpoch)));
            resumed.Add(record);
        }

        Assert.Equal(PerformanceJson.Write(whole, [], Now), PerformanceJson.Write(resumed, [], Now));
    }

    [Property]
    public void What_is_read_is_what_was_written(int seed)
    {
        var record = NewRecord(new Random(seed), Now);
        var read = CmwJson.Read(CmwJson.Write(record));
        Assert.Equal(CmwJson.Write(record), CmwJson.Write(read));
        Assert.Equal(record.Clients[0].Streams[0].Miners.Select(miner => miner.MinerId), read.Clients[0].Streams[0].Miners.Select(miner => miner.MinerId));
    }

    [Fact]
    public void Errors_are_kept_as_long_as_asked_and_win_scores_for_seven_days()
    {
        var performance = new SubnetPerformance();
        performance.Add(NewRecord(new Random(1), Now.AddDays(-9)));
        performance.Add(NewRecord(new Random(2), Now.AddDays(-8)));
        performance.Add(NewRecord(new Random(3), Now));

        var history = performance.ToHistory("BTCUSD-5m", Now, Now.AddDays(-8));

        Assert.Equal([Now.AddDays(-8).ToUnixTimeMilliseconds(), Now.ToUnixTimeMilliseconds()], history.Errors.Select(error => error.TimestampMs));
        Assert.Equal([Now.ToUnixTimeMilliseconds()], history.Wins.Select(wins => wins.TimestampMs));
    }

    [Fact]
    public void A_document_has_the_blanks_and_numbers_of_python()
    {
        var record = new CmwRecord(
            WireGeneration.V6,
            [new CmwClient("5Validator", [new CmwStream("BTCUSD-5m", 1, "u", [new CmwMiner("5é\"", 0, 0, [new CmwScore(5, 30)], [new CmwScore(5, 1e-7)])])])]);
        var performance = new SubnetPerformance();
        performance.Add(record);

        Assert.Equal(
            """{"clients": [{"client_uuid": "5Validator", "streams": [{"stream_id": "BTCUSD-5m", "topic_id": 1, "request_uuid": "u", "miners": [{"miner_id": "5\u00e9\"", "wins": 0, "win_value": 0, "unscaled_scores": [[5, 30.0]], "win_scores": [[5, 1e-07]]}]}]}]}""",
            Encoding.UTF8.GetString(CmwJson.Write(record)));
        Assert.Equal(
            """{"subnet_performance": [{"timestamp": 5, "score": 30.0}], "top_miners_7": [{"miner_uid": "5\u00e9\"", "score": 1e-07}], "top_miners_7_predictions": []}""",
            Encoding.UTF8.GetString(PerformanceJson.Write(performance, [], DateTimeOffset.UnixEpoch)));
    }

    [Theory]
    [InlineData("", "does not contain any JSON tokens")]
    [InlineData("[]", "it has no 'clients'")]
    [InlineData("""{"clients": 1}""", "Array")]
    [InlineData("""{"clients": [{"client_uuid": "a"}]}""", "it has no 'streams'")]
    [InlineData("""{"clients": [{"client_uuid": "a", "streams": [{"stream_id": "s", "topic_id": 1, "miners": [{"miner_id": "m", "wins": 0, "win_value": 0, "unscaled_scores": [[1]], "win_scores": []}]}]}]}""", "a score is a time and a value, not [1]")]
    public void What_is_no_record_is_refused_with_the_reason(string json, string reason)
    {
        var refused = Assert.Throws<FormatException>(() => CmwJson.Read(Encoding.UTF8.GetBytes(json)));
        Assert.StartsWith("This is no record of a scored request: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>As a record of a round: miners in a new order each time, some with a score of 0.</summary>
    private static CmwRecord NewRecord(Random random, DateTimeOffset at)
    {
        var hotkeys = Enumerable.Range(1, 40).Where(_ => random.Next(3) > 0).Select(uid => $"5Hotkey{uid}").ToArray();
        random.Shuffle(hotkeys);
        var scores = new RoundScores
        {
            StreamId = "BTCUSD-5m",
            Slot = "202403010000",
            RequestUuid = Guid.NewGuid(),
            PreviousSlot = null,
            Profile = random.Next(2) == 0 ? "v4" : "v6",
            TruthSource = "",
            TruthCloses = [],
            Deregistered = [],
            GeometricMean = 1,
            Miners = [.. hotkeys.Select(hotkey => new MinerScore(hotkey, 0, random.NextDouble() * 300, 0))],
            State = [.. hotkeys.Where(_ => random.Next(4) > 0).Select(hotkey => new StateEntry(hotkey, random.Next(5) == 0 ? 0 : random.NextDouble() / 50))],
        };
        return CmwRecord.From(scores, StreamDefinition.BtcUsd5m, new Hotkey("5Validator"), at.ToUnixTimeMilliseconds());
    }

    private static OutputHistory StoredAndRead(OutputHistory history) =>
        JsonSerializer.Deserialize<OutputHistory>(JsonSerializer.Serialize(history))!;
}
