using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.EndToEnd;

[Trait(Categories.Name, Categories.EndToEnd)]
public sealed class HashFirstTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Miners_commit_to_forecasts_from_their_own_candles_and_reveal_what_they_committed_to()
    {
        var run = new SubnetRun(azurite);
        await run.RunAsync(SubnetRun.Start, TimeSpan.FromHours(3), hashFirst: true);

        var asked = (await run.ListRoundsAsync()).Where(round => round.State == RoundState.Asked).ToArray();
        var validator = (await run.ReadValidatorAsync()).Address;
        Assert.InRange(asked.Length, 5, 7);
        foreach (var round in asked)
        {
            var answers = (await run.Documents.FindAnswersAsync(round.StreamId, round.Slot, Token))!;
            Assert.Equal(SubnetRun.MinerCount, answers.Replies.Count);
            Assert.All(answers.Replies, reply => Assert.Equal((200, null, 100), (reply.StatusCode, reply.Refusal, reply.Closes?.Count)));
            Assert.Equal(await run.Commitments.FindAsync(validator, StreamDefinition.BtcUsd5m.WireId, round.RequestUuid.ToString(), Token), answers.Replies[0].Closes);
        }
    }
}
