using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Validation.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class StorageOperationTests(AzuriteFixture azurite)
{
    private const int Limit = 40;

    private readonly ValidatorWorld _world = new(azurite);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_round_of_256_miners_takes_at_most_40_operations_from_its_request_to_the_weights()
    {
        var honest = _world.Miners.Answer;
        _world.Miners.Answer = (neuron, question) => neuron.Uid == 256 ? null : honest(neuron, question);
        await _world.RegisterAsync(256);
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(11));
        var watch = new StorageWatch();
        var instance = _world.NewInstance(watch);

        var asked = await RunTheMinuteThatAsksAsync(instance, watch);
        _world.Clock.Advance(TimeSpan.FromMilliseconds(asked.EndMs - asked.StartMs) + TimeSpan.FromMinutes(61));
        await ScoreAllButAsync(asked);
        watch.Requests.Clear();
        var operations = _asking.Count;
        await instance.Scores.ScoreAsync(Token);

        var scored = (await _world.Rounds.FindAsync(asked.StreamId, asked.Slot, Token))!;
        Assert.Equal((RoundState.Scored, 256, 255), (scored.State, scored.AskedCount, scored.ReceivedCount));
        Assert.Equal(asked.Slot, (await _world.Submissions.ReadAsync(ValidatorWorld.Netuid, Token)).Submitted[_world.Plan.Id]);
        operations += watch.Requests.Count;
        TestContext.Current.SendDiagnosticMessage($"{operations} operations:\n{string.Join('\n', _asking.Concat(watch.Requests))}");
        Assert.InRange(operations, 20, Limit);
    }

    private IReadOnlyCollection<string> _asking = [];

    private async Task<Round> RunTheMinuteThatAsksAsync(ValidatorInstance instance, StorageWatch watch)
    {
        // The minute that plans the round after this one counts too, the minutes that find nothing due do not.
        watch.Requests.Clear();
        await instance.Requests.AskAsync(Token);
        string[] planning = [.. watch.Requests];
        var before = _world.Miners.Questions.Count;
        while (_world.Miners.Questions.Count == before)
        {
            _world.Clock.Advance(TimeSpan.FromMinutes(1));
            watch.Requests.Clear();
            await instance.Requests.AskAsync(Token);
        }

        _asking = [.. planning, .. watch.Requests];
        var uuid = _world.Miners.Questions[^1].RequestUuid;
        return (await _world.ListRoundsAsync()).Single(round => round.RequestUuid == uuid);
    }

    /// <summary>Another instance scores what is older, so that one round is left to score.</summary>
    private async Task ScoreAllButAsync(Round last)
    {
        var now = _world.Clock.GetUtcNow();
        await _world.Rounds.TryReplaceAsync(last with { State = RoundState.Asking }, Token);
        await _world.NewInstance().Scores.ScoreAsync(Token);
        var held = (await _world.Rounds.FindAsync(last.StreamId, last.Slot, Token))!;
        await _world.Rounds.TryReplaceAsync(held with { State = RoundState.Asked }, Token);
        Assert.Equal(now, _world.Clock.GetUtcNow());
    }
}
