using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Domain;
using Tsps.Scoring;
using Tsps.Storage;
using Tsps.Testing;

namespace Tsps.Validation.Tests;

/// <summary>What all timers that work for several streams have in common.</summary>
[Trait(Categories.Name, Categories.Unit)]
public sealed class StreamRunsTests
{
    private readonly ValidatorWorld _world = new() { Settings = ValidatorWorld.SettingsOf(ScoringProfile.V4, ScoringProfile.V6) };

    private StreamFailureStore Failures => new(_world.Tables);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failure_of_one_stream_ends_no_other_and_counts_until_the_work_should_have_run_again()
    {
        var done = new List<string>();
        var failure = await Assert.ThrowsAsync<DamagedDataException>(() => RunAsync(plan => plan.CommitsFirst ? () => done.Add(plan.Id) : throw new DamagedDataException("cut off")));

        Assert.Equal("cut off", failure.Message);
        Assert.Equal(["BTCUSD-5m-v6"], done);
        var kept = Assert.Single(await Failures.ListAsync("BTCUSD-5m", _world.Clock.GetUtcNow(), Token));
        Assert.Equal(("Score", "cut off"), (kept.Work, kept.Reason));
        Assert.Single(await Failures.ListAsync("BTCUSD-5m", _world.Clock.GetUtcNow().AddMinutes(34), Token));
        Assert.Empty(await Failures.ListAsync("BTCUSD-5m", _world.Clock.GetUtcNow().AddMinutes(36), Token));
        Assert.Empty(await Failures.ListAsync("BTCUSD-5m-v6", _world.Clock.GetUtcNow(), Token));
    }

    [Fact]
    public async Task What_is_done_at_last_counts_no_more()
    {
        var runs = new StreamRuns(Failures, _world.Clock, NullLogger<StreamRuns>.Instance);
        await Assert.ThrowsAsync<DamagedDataException>(() => runs.EachAsync(StreamWork.Score, [_world.Plan], (_, _) => throw new DamagedDataException("cut off"), Token).AsTask());
        await runs.EachAsync(StreamWork.Request, [_world.Plan], (_, _) => ValueTask.CompletedTask, Token);
        var failing = await Failures.ListAsync(_world.Plan.Id, _world.Clock.GetUtcNow(), Token);

        await runs.EachAsync(StreamWork.Score, [_world.Plan], (_, _) => ValueTask.CompletedTask, Token);

        Assert.Single(failing);
        Assert.Empty(await Failures.ListAsync(_world.Plan.Id, _world.Clock.GetUtcNow(), Token));
    }

    [Fact]
    public async Task The_failures_of_several_streams_are_all_thrown()
    {
        var failure = await Assert.ThrowsAsync<AggregateException>(() => RunAsync(plan => throw new DamagedDataException(plan.Id)));

        Assert.Equal(["BTCUSD-5m", "BTCUSD-5m-v6"], failure.InnerExceptions.Select(inner => inner.Message));
    }

    [Fact]
    public async Task A_time_limit_within_the_work_is_a_failure_and_an_end_from_outside_is_none()
    {
        using var stop = new CancellationTokenSource();
        var runs = new StreamRuns(Failures, _world.Clock, NullLogger<StreamRuns>.Instance);
        await Assert.ThrowsAsync<TaskCanceledException>(() => RunAsync(plan => plan.CommitsFirst ? () => { } : throw new TaskCanceledException("no answer in 30 s")));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => runs.EachAsync(
            StreamWork.Request,
            [_world.Plan],
            async (_, token) =>
            {
                await stop.CancelAsync();
                token.ThrowIfCancellationRequested();
            },
            stop.Token).AsTask());

        Assert.Equal(("Score", "no answer in 30 s"), Assert.Single(await Failures.ListAsync("BTCUSD-5m", _world.Clock.GetUtcNow(), Token)) is var kept ? (kept.Work, kept.Reason) : default);
    }

    [Fact]
    public async Task That_candles_cant_be_read_is_kept_and_fails_nothing()
    {
        await RunAsync(plan => throw new CandleSourceException("away"));

        Assert.Equal("away", Assert.Single(await Failures.ListAsync("BTCUSD-5m", _world.Clock.GetUtcNow(), Token)).Reason);
    }

    [Fact]
    public async Task That_storage_is_away_is_not_kept_there()
    {
        await Assert.ThrowsAsync<Azure.RequestFailedException>(() => RunAsync(plan => plan.CommitsFirst ? () => { } : throw new Azure.RequestFailedException(503, "busy")));

        Assert.Empty(await Failures.ListAsync("BTCUSD-5m", _world.Clock.GetUtcNow(), Token));
    }

    private Task RunAsync(Func<StreamPlan, Action> work) => new StreamRuns(Failures, _world.Clock, NullLogger<StreamRuns>.Instance).EachAsync(
        StreamWork.Score,
        _world.Settings.Streams,
        (plan, _) =>
        {
            work(plan)();
            return ValueTask.CompletedTask;
        },
        Token).AsTask();
}
