using Tsps.Domain;
using Tsps.Scoring;

namespace Tsps.Validation;

/// <summary>One stream that a validator runs, and the generation by whose rules it is asked and scored.</summary>
public sealed record StreamPlan
{
    private static readonly TimeSpan OneMinute = TimeSpan.FromMinutes(1);

    public required StreamDefinition Stream { get; init; }

    public required ScoringProfile Profile { get; init; }

    /// <summary>How long a miner has for each answer, and what the request's <c>timeout</c> says.</summary>
    public required TimeSpan ForwardTimeout { get; init; }

    public string Id => Stream.Id;

    /// <summary>How far rounds lie apart.</summary>
    public TimeSpan SlotPeriod => Profile.Requests.Period;

    /// <summary>Whether miners commit to their forecasts before they reveal them; they are given no samples then.</summary>
    public bool CommitsFirst => Profile.Requests.ForecastDelay is not null;

    /// <summary>
    /// How late a round may still be asked; past that it is missed. A generation without slack asks at the minute, since its miners refuse
    /// others (wire specification, section 8).
    /// </summary>
    public TimeSpan LateLimit => Profile.Requests.Slack > TimeSpan.Zero ? Profile.Requests.Slack : OneMinute;

    /// <summary>Until when miners that committed in a slot take the question for the forecast; null where none commit.</summary>
    public DateTimeOffset? RevealedUntil(RoundSlot slot) => slot.Start + Profile.Requests.RevealedUntil;

    /// <summary>The stream of one generation. Those of v6 are stored apart, though miners know both by one name.</summary>
    public static StreamPlan BtcUsd5m(ScoringProfile profile, TimeSpan forwardTimeout) => new()
    {
        Stream = profile == ScoringProfile.V4 ? StreamDefinition.BtcUsd5m : StreamDefinition.BtcUsd5m with { Id = $"{StreamDefinition.BtcUsd5m.Id}-{profile.Name}" },
        Profile = profile,
        ForwardTimeout = forwardTimeout,
    };

    /// <summary>The same for rounds about the past: stored apart, so that nothing of them gets into what live rounds are scored and weighed by.</summary>
    public StreamPlan AsHistorical() => this with { Stream = Stream with { Id = $"{Stream.Id}-historical" } };

    /// <summary>The slot whose window holds <paramref name="instant"/>.</summary>
    public RoundSlot SlotAt(DateTimeOffset instant) => RoundSlot.Containing(instant, SlotPeriod);
}
