using System.Net;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Validation.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class DormancyQueryTests(AzuriteFixture azurite)
{
    private const int Dead = 2;

    private readonly ValidatorWorld _world = new(azurite);
    private bool _isBack;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_miner_that_is_silent_for_three_rounds_is_asked_now_and_then_with_a_short_timeout_whatever_restarts()
    {
        await RegisterAsync();
        await RunAsync(13);

        var asked = AskedDead();
        Assert.InRange(asked.Length, 5, 7);
        Assert.All(asked.Take(3), question => Assert.Equal(_world.Plan.ForwardTimeout, question.Timeout));
        Assert.All(asked.Skip(3), question => Assert.True(question.Timeout < TimeSpan.FromSeconds(30)));
        Assert.Equal(13, _world.Miners.Asked.Count(entry => entry.Miner.Uid == 1));
        Assert.All(_world.Miners.Asked.Where(entry => entry.Miner.Uid == 1), entry => Assert.Equal(_world.Plan.ForwardTimeout, entry.Question.Timeout));
    }

    [Fact]
    public async Task A_miner_that_is_left_alone_is_refused_with_the_time_at_which_it_is_asked_again()
    {
        await RegisterAsync();
        await RunAsync(4);

        var rounds = await _world.ListRoundsAsync();
        var row = Assert.Single(await _world.Predictions.ListAsync(rounds[3].StreamId, rounds[3].Slot, Token), row => row.Uid == Dead);
        Assert.Equal((PredictionState.Refused, null), (row.State, row.StatusCode));
        Assert.StartsWith("dormant: asked again at 2024-03-01 0", row.Reason, StringComparison.Ordinal);
        Assert.Equal((2, 1), (rounds[3].AskedCount, rounds[3].ReceivedCount));
    }

    [Fact]
    public async Task A_miner_that_answers_again_is_asked_each_round_as_before()
    {
        await RegisterAsync();
        await RunAsync(4);
        _isBack = true;
        await RunAsync(4);
        _world.Miners.Asked.Clear();
        await RunAsync(3);

        Assert.Equal(3, AskedDead().Length);
        Assert.All(AskedDead(), question => Assert.Equal(_world.Plan.ForwardTimeout, question.Timeout));
    }

    [Fact]
    public async Task A_miner_that_moves_to_another_address_is_asked_in_the_next_round()
    {
        await RegisterAsync();
        await RunAsync(4);
        _world.Miners.Asked.Clear();
        await _world.Registry.AddAsync(
            ValidatorWorld.Netuid, new Neuron(Dead, ValidatorWorld.HotkeyOf(Dead), 0, false, new AxonEndpoint(IPAddress.Loopback, 9000)), Token);
        await _world.NewInstance().Metagraphs.RefreshAsync(Token);
        await RunAsync(1);

        Assert.Equal(_world.Plan.ForwardTimeout, Assert.Single(AskedDead()).Timeout);
    }

    [Fact]
    public async Task A_round_that_is_asked_again_after_a_crash_counts_once()
    {
        await RegisterAsync();
        await RunAsync(1);
        var round = (await _world.ListRoundsAsync())[0];
        var query = _world.NewQuery();
        var question = _world.Miners.Questions[0];
        var targets = (await _world.NewInstance().Metagraphs.GetAsync(Token)).Neurons.Where(neuron => neuron.Axon is not null).ToArray();
        Assert.Equal(round.RequestUuid, question.RequestUuid);

        for (var again = 0; again < 5; again++)
        {
            Assert.Equal([null, "no answer"], (await query.AskAsync(question, targets, Token)).Select(reply => reply.Refusal));
        }
    }

    [Fact]
    public async Task Nobody_falls_dormant_while_the_validator_hears_nobody()
    {
        await _world.RegisterAsync(2);
        _world.Miners.Answer = (_, _) => null;
        await RunAsync(6);

        Assert.Equal(12, _world.Miners.Asked.Count);
        Assert.All(_world.Miners.Asked, entry => Assert.Equal(_world.Plan.ForwardTimeout, entry.Question.Timeout));
    }

    [Fact]
    public async Task Where_it_cant_be_read_who_is_dormant_everybody_is_asked_and_it_stays_as_it_is()
    {
        await RegisterAsync();
        await RunAsync(4);
        await Tampering.ChangeRowAsync(_world, "silentminers", _world.Plan.Id, row => row["Schema"] = 99);
        _world.Miners.Asked.Clear();

        await RunAsync(2);

        Assert.Equal(2, AskedDead().Length);
        var silent = await _world.Tables.GetTableClient("silentminers").GetEntityAsync<Azure.Data.Tables.TableEntity>(_world.Plan.Id, "miners", cancellationToken: Token);
        Assert.Equal(99, silent.Value["Schema"]);
    }

    private async Task RegisterAsync()
    {
        await _world.RegisterAsync(2);
        var honest = _world.Miners.Answer;
        _world.Miners.Answer = (neuron, question) => neuron.Uid == Dead && !_isBack ? null : honest(neuron, question);
    }

    /// <summary>A new instance for each hour, as after a restart.</summary>
    private async Task RunAsync(int hours)
    {
        for (var hour = 0; hour < hours; hour++)
        {
            await _world.RunAsync(_world.NewInstance(), TimeSpan.FromHours(1));
        }
    }

    private ForwardQuestion[] AskedDead() => [.. _world.Miners.Asked.Where(entry => entry.Miner.Uid == Dead).Select(entry => entry.Question)];
}
