using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Validation.Tests;

/// <summary>Timers fire late, twice, at once and on fresh instances; the same rounds and miners lead to the same state all the same.</summary>
[Trait(Categories.Name, Categories.Unit)]
public sealed class InterleavingTests
{
    private static readonly Lazy<string> Plain = new(() => RunAsync([]).GetAwaiter().GetResult());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What may happen in a minute besides the request timer.</summary>
    public enum Happening
    {
        Nothing,
        Score,
        ScoreTwiceAtOnce,
        AskTwiceAtOnce,
        SetWeights,
        FreshInstance,
    }

    [Property(MaxTest = 25, Arbitrary = [typeof(Schedules)])]
    public void Any_interleaving_of_the_timers_ends_in_the_same_state(Happening[] schedule)
    {
        Assert.Contains(nameof(RoundState.Scored), Plain.Value, StringComparison.Ordinal);
        Assert.Equal(Plain.Value, RunAsync(schedule).GetAwaiter().GetResult());
    }

    private static async Task<string> RunAsync(Happening[] schedule)
    {
        var world = new ValidatorWorld();
        await world.RegisterAsync(3);
        var instance = world.NewInstance();
        for (var step = 0; step < 12 * 12; step++)
        {
            for (var minute = 0; minute < 5; minute++)
            {
                world.Clock.Advance(TimeSpan.FromMinutes(1));
                await instance.Requests.AskAsync(Token);
            }

            instance = await HappenAsync(world, instance, schedule.Length > 0 ? schedule[step % schedule.Length] : Happening.Nothing);
        }

        // Whatever the schedule left undone is done in the end.
        await world.NewInstance().Scores.ScoreAsync(Token);
        return await StoredWorld.DescribeAsync(world);
    }

    private static async Task<ValidatorInstance> HappenAsync(ValidatorWorld world, ValidatorInstance instance, Happening happening)
    {
        switch (happening)
        {
            case Happening.Score:
                await instance.Scores.ScoreAsync(Token);
                break;
            case Happening.ScoreTwiceAtOnce:
                await Task.WhenAll(instance.Scores.ScoreAsync(Token).AsTask(), world.NewInstance().Scores.ScoreAsync(Token).AsTask());
                break;
            case Happening.AskTwiceAtOnce:
                await Task.WhenAll(instance.Requests.AskAsync(Token).AsTask(), world.NewInstance().Requests.AskAsync(Token).AsTask());
                break;
            case Happening.SetWeights:
                await instance.Weights.SetDueAsync(Token);
                break;
            case Happening.FreshInstance:
                return world.NewInstance();
        }

        return instance;
    }

    public static class Schedules
    {
        public static Arbitrary<Happening[]> Any() => Gen.Elements(Enum.GetValues<Happening>()).ArrayOf(29).ToArbitrary();
    }
}
