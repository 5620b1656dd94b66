using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tsps.Bittensor.Dendrite;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Synapses;
using Tsps.Domain;
using Tsps.Neurons;
using Tsps.Scoring;
using Tsps.Storage;
using Tsps.Testing;

namespace Tsps.Validation.Tests;

/// <summary>Over real HTTP, against axons that commit.</summary>
[Trait(Categories.Name, Categories.Unit)]
public sealed class HashFirstMinerQueryTests : IDisposable
{
    private static readonly ForwardQuestion Question = new(StreamDefinition.BtcUsd5m, Guid.NewGuid(), new Samples(0, default), TimeSpan.FromSeconds(20));

    private readonly Keypair _validator = Keypair.FromSeed(Enumerable.Repeat((byte)1, 32).ToArray());
    private readonly DendriteClient _dendrite;

    public HashFirstMinerQueryTests() =>
        _dendrite = new DendriteClient(_validator, new DendriteOptions { AllowPrivateAddresses = true }, TimeProvider.System, NullLogger<DendriteClient>.Instance);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_forecast_that_matches_its_commitment_is_kept_to_the_bit()
    {
        await using var honest = new LoopbackMiner(1);

        var reply = Assert.Single(await AskAsync(honest.Neuron));

        Assert.Null(reply.Refusal);
        Assert.Equal(honest.Committed, reply.Closes);
        Assert.Equal((honest.Neuron.Hotkey.Address, 1, 200, "float64"), (reply.Hotkey, (int)reply.Uid, reply.StatusCode, reply.Precision));
    }

    [Fact]
    public async Task Both_questions_have_the_same_uuid_and_no_samples()
    {
        await using var honest = new LoopbackMiner(1);
        await AskAsync(honest.Neuron);

        Assert.Equal([typeof(LiveForwardHash), typeof(LiveForward)], honest.Asked.Select(synapse => synapse.GetType()));
        Assert.All(honest.Asked, synapse => Assert.Equal((Question.RequestUuid.ToString(), null), (synapse.RequestUuid, synapse.Samples)));
    }

    [Fact]
    public async Task A_forecast_that_is_not_the_one_committed_to_is_refused_with_that_reason()
    {
        await using var honest = new LoopbackMiner(1);
        await using var liar = new LoopbackMiner(2);
        liar.Revealed = [.. liar.Committed.Select(Math.BitIncrement)];

        var replies = await AskAsync(honest.Neuron, liar.Neuron);

        Assert.Null(replies[0].Refusal);
        Assert.Contains("committed", replies[1].Refusal, StringComparison.Ordinal);
        Assert.Null(replies[1].Closes);
        Assert.Equal(MinerContact.Answered, replies[1].Contact);
    }

    [Fact]
    public async Task Who_gives_no_commitment_is_refused_with_what_it_said_and_not_asked_again()
    {
        await using var older = new LoopbackMiner(1, givesHashes: false);
        var nobody = new Neuron(2, ValidatorWorld.HotkeyOf(2), 0, false, new AxonEndpoint(IPAddress.Loopback, LoopbackMiner.FreePort()));

        var replies = await AskAsync(older.Neuron, nobody);

        Assert.Contains("404", replies[0].Refusal, StringComparison.Ordinal);
        Assert.Contains("503", replies[1].Refusal, StringComparison.Ordinal);
        Assert.Equal([MinerContact.Answered, MinerContact.Silent], replies.Select(reply => reply.Contact));
        Assert.Empty(older.Asked);
    }

    [Fact]
    public async Task A_committed_forecast_that_no_score_could_be_made_of_is_refused()
    {
        await using var negative = new LoopbackMiner(1) { Committed = [.. Enumerable.Repeat(-1d, 100)] };
        Assert.Contains("positive", Assert.Single(await AskAsync(negative.Neuron)).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_miner_that_hangs_keeps_nobody_from_being_asked_for_its_forecast_in_time()
    {
        await using var honest = new LoopbackMiner(1);
        using var hanging = new TcpListener(IPAddress.Loopback, 0);
        hanging.Start();
        var deaf = new Neuron(2, ValidatorWorld.HotkeyOf(2), 0, false, new AxonEndpoint(IPAddress.Loopback, ((IPEndPoint)hanging.LocalEndpoint).Port));
        var until = DateTimeOffset.UtcNow + TimeSpan.FromSeconds(40);

        var replies = await AskAsync(Question with { Timeout = TimeSpan.FromSeconds(200), RevealedUntil = until }, honest.Neuron, deaf);

        Assert.True(DateTimeOffset.UtcNow < until);
        Assert.Equal(honest.Committed, replies[0].Closes);
        Assert.Equal(MinerContact.Silent, replies[1].Contact);
    }

    [Theory]
    [InlineData(30, 60, 30)]
    [InlineData(180, 60, 90)]
    [InlineData(200, 60, 90)]
    [InlineData(200, 120, 30)]
    [InlineData(200, 0, 150)]
    public void Whatever_the_settings_forecasts_are_asked_for_in_the_minutes_in_which_v6_miners_reveal(int timeoutSeconds, int pauseSeconds, int leastSeconds)
    {
        var plan = StreamPlan.BtcUsd5m(ScoringProfile.V6, TimeSpan.FromSeconds(timeoutSeconds));
        var slot = plan.SlotAt(ValidatorWorld.Start);
        var clock = new FakeTimeProvider(slot.Start);
        var query = new HashFirstMinerQuery(new HashFirstQuery(_dendrite, clock), new ValidatorSettings { HashPause = TimeSpan.FromSeconds(pauseSeconds) }, clock);
        var question = Question with { Timeout = plan.ForwardTimeout, RevealedUntil = plan.RevealedUntil(slot) };
        for (; clock.GetUtcNow() - slot.Start < plan.LateLimit; clock.Advance(TimeSpan.FromSeconds(1)))
        {
            var wait = query.CommitTimeout(question);
            Assert.InRange(wait, TimeSpan.FromSeconds(leastSeconds), plan.ForwardTimeout);
            Assert.InRange((clock.GetUtcNow() + wait + TimeSpan.FromSeconds(pauseSeconds)).Minute, 0, 3);
        }

        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.FromSeconds(1), query.CommitTimeout(question));
        Assert.Equal(plan.ForwardTimeout, query.CommitTimeout(question with { RevealedUntil = null }));
    }

    [Fact]
    public void Generation_v6_commits_first_and_shortens_the_time_to_answer_unless_it_is_set()
    {
        Assert.Equal((false, 180, 60), Read());
        Assert.Equal((true, 30, 60), Read(("Validator:Generations", "v6")));
        Assert.Equal((true, 90, 5), Read(("Validator:Generations", "v6"), ("Validator:ForwardTimeoutSeconds", "90"), ("Validator:HashPauseSeconds", "5")));
        Assert.Contains("200", Assert.Throws<InvalidSettingException>(() => Read(("Validator:Generations", "v6"), ("Validator:ForwardTimeoutSeconds", "201"))).Message, StringComparison.Ordinal);
        Assert.Contains("v4,v6", Assert.Throws<InvalidSettingException>(() => Read(("Validator:Generations", "v5"))).Message, StringComparison.Ordinal);
        Assert.Contains("Validator__Generations", Assert.Throws<InvalidSettingException>(() => Read(("Validator:HashFirst", "true"))).Message, StringComparison.Ordinal);

        static (bool, int, int) Read(params (string Name, string Value)[] values)
        {
            var configuration = new ConfigurationBuilder().AddInMemoryCollection(values.Select(value => KeyValuePair.Create(value.Name, (string?)value.Value))).Build();
            var settings = ValidatorSettings.Read(new SettingReader(configuration));
            return (settings.MainStream.CommitsFirst, (int)settings.MainStream.ForwardTimeout.TotalSeconds, (int)settings.HashPause.TotalSeconds);
        }
    }

    public void Dispose()
    {
        _dendrite.Dispose();
        _validator.Dispose();
    }

    private ValueTask<IReadOnlyList<MinerReply>> AskAsync(params Neuron[] targets) => AskAsync(Question, targets);

    private ValueTask<IReadOnlyList<MinerReply>> AskAsync(ForwardQuestion question, params Neuron[] targets) =>
        new HashFirstMinerQuery(new HashFirstQuery(_dendrite, TimeProvider.System), new ValidatorSettings { HashPause = TimeSpan.Zero }, TimeProvider.System)
            .AskAsync(question, targets, Token);
}
