using System.Text.Json;
using Tsps.Testing;

namespace Tsps.Drand.Tests.Golden;

[Trait(Categories.Name, Categories.Golden)]
public sealed class RevealRoundGoldenTests
{
    [Fact]
    public void Finds_the_recorded_block_and_round() =>
        Assert.All(TimelockVectors.Items("reveal_round"), vector =>
        {
            var epochs = Epochs(vector);
            Assert.Equal(vector.Number("reveal_block"), epochs.RevealBlock(vector.Number("current_block")));
            Assert.Equal(
                vector.Number("reveal_round"),
                epochs.RevealRound(
                    DrandChain.Quicknet,
                    vector.Number("current_block"),
                    DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(vector.GetProperty("now_unix_seconds").GetDouble()),
                    TimeSpan.FromSeconds(vector.GetProperty("block_time").GetDouble())));
        });

    [Fact]
    public void A_recorded_commit_is_as_long_as_ours_for_some_number_of_weights() =>
        Assert.All(TimelockVectors.Items("reveal_round"), vector =>
            Assert.Contains((int)vector.Number("commit_length"), Enumerable.Range(0, 300).Select(CommitLength)));

    private static int CommitLength(int weights) =>
        WeightsPayload.Encode(new byte[32], new ushort[weights], new ushort[weights], 0).Length + TimelockLayout.Overhead;

    private static EpochSchedule Epochs(JsonElement vector) => new(
        vector.Number("last_epoch_block"),
        vector.Number("pending_epoch_at"),
        (ushort)vector.Number("tempo"),
        vector.Number("reveal_period_epochs"));
}
