using Tsps.Domain;
using Tsps.Markets.Simulation;
using Tsps.Testing;

namespace Tsps.Validation.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class StorageOperationTests(AzuriteFixture azurite)
{
    private const int Limit = 40;
    private const int Miners = 256;

    private readonly ValidatorWorld _world = new(azurite);
    private Func<int, bool> _isSilent = _ => false;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(55, 55)]
    [InlineData(130, 120)]
    public async Task A_round_of_256_miners_takes_at_most_40_operations_from_its_plan_to_the_weights_however_many_fall_silent_and_wake(int silent, int woken)
    {
        await RegisterAsync(ValidatorWorld.Start);
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(10));
        _isSilent = uid => uid <= woken;
        await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(1));

        var operations = await CountAsync(silent);
        Assert.Single(operations, operation => operation.Contains("/truths(", StringComparison.Ordinal));
        Assert.InRange(operations.Count, 20, Limit);
    }

    [Fact]
    public async Task It_takes_no_more_where_its_horizon_reaches_into_the_next_month()
    {
        var month = ValidatorWorld.Start.AddMonths(1);
        await RegisterAsync(month.AddHours(-21));
        _isSilent = uid => uid == 1;
        do
        {
            await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(1));
            _isSilent = _ => false;
        }
        while ((await _world.CurrentRoundAsync()).DueAt + _world.Plan.Stream.Horizon < month);

        var operations = await CountAsync(silent: 1);
        Assert.Equal(2, operations.Count(operation => operation.Contains("/truths(", StringComparison.Ordinal)));
        Assert.InRange(operations.Count, 20, Limit);
    }

    private async Task RegisterAsync(DateTimeOffset start)
    {
        _world.Clock.SetUtcNow(start);
        _world.Candles = SimulatedCandles.Generate(7, start.AddDays(-31), 288 * 35);
        await _world.RegisterAsync(Miners);
        var honest = _world.Miners.Answer;
        _world.Miners.Answer = (neuron, question) => _isSilent(neuron.Uid) ? null : honest(neuron, question);
    }

    /// <summary>
    /// Every request of the next round, from the minute that asks it to its weights: other miners than before are silent. That minute also plans the round after
    /// it, as the one before did for this one; the minutes that find nothing due do not count.
    /// </summary>
    private async Task<IReadOnlyCollection<string>> CountAsync(int silent)
    {
        _isSilent = uid => uid > Miners - silent;
        var watch = new StorageWatch();
        var instance = _world.NewInstance(watch);
        var asked = await RunTheMinuteThatAsksAsync(instance, watch);
        string[] asking = [.. watch.Requests];
        _world.Clock.Advance(TimeSpan.FromMilliseconds(asked.EndMs - asked.StartMs) + TimeSpan.FromMinutes(61));
        await ScoreAllButAsync(asked);
        watch.Requests.Clear();
        await instance.Scores.ScoreAsync(Token);

        var scored = (await _world.Rounds.FindAsync(asked.StreamId, asked.Slot, Token))!;
        Assert.Equal((RoundState.Scored, Miners, Miners - silent), (scored.State, scored.AskedCount, scored.ReceivedCount));
        Assert.Equal(asked.Slot, (await _world.Submissions.ReadAsync(ValidatorWorld.Netuid, Token)).Submitted[_world.Plan.Id]);
        string[] operations = [.. asking, .. watch.Requests];
        Assert.Single(asking, operation => operation.StartsWith("POST ", StringComparison.Ordinal) && operation.EndsWith("/rounds", StringComparison.Ordinal));
        TestContext.Current.SendDiagnosticMessage($"{operations.Length} operations:\n{string.Join('\n', operations)}");
        return operations;
    }

    private async Task<Round> RunTheMinuteThatAsksAsync(ValidatorInstance instance, StorageWatch watch)
    {
        var before = _world.Miners.Questions.Count;
        while (_world.Miners.Questions.Count == before)
        {
            _world.Clock.Advance(TimeSpan.FromMinutes(1));
            watch.Requests.Clear();
            await instance.Requests.AskAsync(Token);
        }

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
