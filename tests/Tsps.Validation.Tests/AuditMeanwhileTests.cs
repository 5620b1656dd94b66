using Tsps.Domain;
using Tsps.Testing;
using Tsps.Validation.Audit;

namespace Tsps.Validation.Tests;

/// <summary>What a validator has begun and not completed is no difference, whether it runs during the audit or was ended.</summary>
[Trait(Categories.Name, Categories.Storage)]
public sealed class AuditMeanwhileTests(AzuriteFixture azurite)
{
    private readonly ValidatorWorld _world = new(azurite);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_validator_ended_after_any_write_of_its_scoring_leaves_no_difference()
    {
        await AskAsync();
        var ends = 0;
        while (await IsEndedAsync(ends + 1))
        {
            ends++;
            Assert.Empty((await AuditAsync()).Findings);
        }

        Assert.True(ends > 5);
        Assert.True((await AuditAsync()).RoundsScored > 1);

        async Task<bool> IsEndedAsync(int afterWrites)
        {
            try
            {
                await _world.NewInstance(new StorageWatch { DieAfterWrites = afterWrites }).Scores.ScoreAsync(Token);
                return false;
            }
            catch (Exception died) when (died is InstanceDiedException or AggregateException { InnerExceptions: [InstanceDiedException, ..] })
            {
                return true;
            }
        }
    }

    /// <summary>It has read the head, or some of the rounds, when another one is scored.</summary>
    [Theory]
    [InlineData("/heads(")]
    [InlineData("/scores.json")]
    public async Task Rounds_that_are_scored_during_the_audit_are_no_difference(string request)
    {
        await AskAsync();
        await _world.NewInstance().Scores.ScoreAsync(Token);
        _world.Clock.Advance(TimeSpan.FromHours(2));
        var isScored = false;
        var watch = new StorageWatch { Meanwhile = ScoreOnceAsync };

        var report = await AuditAsync(watch);

        Assert.True(isScored);
        Assert.Equal(request == "/scores.json", (await AuditAsync()).RoundsScored > report.RoundsScored);
        Assert.Empty(report.Findings);

        async Task ScoreOnceAsync(string done)
        {
            if (!isScored && done.Contains(request, StringComparison.Ordinal))
            {
                isScored = true;
                await _world.NewInstance().Scores.ScoreAsync(Token);
            }
        }
    }

    /// <summary>It has read what is set, or the submissions too, when there is another one.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Weights_that_are_set_during_the_audit_are_no_difference(int reads)
    {
        await AskAsync();
        await _world.NewInstance().Scores.ScoreAsync(Token);
        _world.Clock.Advance(TimeSpan.FromHours(2));
        var done = 0;
        var watch = new StorageWatch { Meanwhile = ScoreOnceAsync };
        var sent = (await AuditSubmissionsAsync()).Sent;

        var findings = (await AuditSubmissionsAsync(watch)).Findings;

        Assert.Empty(findings);
        Assert.Equal(sent + 1, (await AuditSubmissionsAsync()).Sent);

        async Task ScoreOnceAsync(string request)
        {
            if (request.EndsWith("/heads()", StringComparison.Ordinal) && ++done == reads)
            {
                await _world.NewInstance().Scores.ScoreAsync(Token);
            }
        }
    }

    /// <summary>Until the first two can be scored.</summary>
    private async Task AskAsync()
    {
        await _world.RegisterAsync(2);
        var instance = _world.NewInstance();
        for (var hour = 0; hour < 13; hour++)
        {
            _world.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMinutes(1));
            await instance.Requests.AskAsync(Token);
            _world.Clock.Advance(TimeSpan.FromMinutes(1));
            await instance.Requests.AskAsync(Token);
        }
    }

    private ValueTask<SubmissionReport> AuditSubmissionsAsync(StorageWatch? watch = null) =>
        _world.NewInstance(watch).Submissions.RunAsync(_world.Settings.Streams, ValidatorWorld.Start, _world.Clock.GetUtcNow(), Token);

    private async Task<AuditReport> AuditAsync(StorageWatch? watch = null) => await _world.NewInstance(watch).Auditor.RunAsync(
        _world.Plan, _world.SlotAt(ValidatorWorld.Start), _world.SlotAt(_world.Clock.GetUtcNow()), Token);
}
