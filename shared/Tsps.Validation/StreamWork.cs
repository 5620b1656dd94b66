namespace Tsps.Validation;

/// <summary>What a timer does for every stream.</summary>
/// <param name="Function">The function's name.</param>
/// <param name="Every">The timer's period.</param>
public sealed record StreamWork(string Function, TimeSpan Every)
{
    public static StreamWork Commitment { get; } = new("Commitment", TimeSpan.FromMinutes(1));

    public static StreamWork Request { get; } = new("Request", TimeSpan.FromMinutes(1));

    public static StreamWork Score { get; } = new("Score", TimeSpan.FromMinutes(30));

    public static StreamWork Publish { get; } = new("Publish", TimeSpan.FromMinutes(10));

    public static StreamWork Training { get; } = new("Training", TimeSpan.FromHours(1));

    public static StreamWork Retention { get; } = new("Retention", TimeSpan.FromDays(1));

    /// <summary>What asks a stream's miners.</summary>
    public static StreamWork Asking(StreamPlan plan) => plan.CommitsFirst ? Commitment : Request;
}
