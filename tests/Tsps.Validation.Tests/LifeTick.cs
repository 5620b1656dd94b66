namespace Tsps.Validation.Tests;

/// <summary>One run of a timer at a time of the world's clock.</summary>
internal sealed record LifeTick(DateTimeOffset At, Func<ValidatorInstance, ValueTask> Timer)
{
    public ValueTask RunAsync(ValidatorWorld world, ValidatorInstance instance)
    {
        if (world.Clock.GetUtcNow() < At)
        {
            world.Clock.SetUtcNow(At);
        }

        return Timer(instance);
    }
}
