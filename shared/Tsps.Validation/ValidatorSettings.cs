using Tsps.Bittensor.Dendrite;
using Tsps.Domain;
using Tsps.Neurons;

namespace Tsps.Validation;

/// <summary>What a validator does when.</summary>
public sealed record ValidatorSettings
{
    /// <summary>
    /// What the reference gives each of its two questions (wire specification, section 10). With much more than that the second one comes too late
    /// for miners that keep to its minutes; both and the pause must fit into one run of a function.
    /// </summary>
    private const int HashFirstTimeoutSeconds = 30;

    public StreamDefinition Stream { get; init; } = StreamDefinition.BtcUsd5m;

    /// <summary>How far rounds lie apart; each is asked at a random offset within.</summary>
    public TimeSpan SlotPeriod { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How late a round may still be asked; past that it is missed.</summary>
    public TimeSpan LateLimit { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long one instance may take to ask, before another takes an interrupted round over. Longer than a function may run.</summary>
    public TimeSpan AskingLimit { get; init; } = TimeSpan.FromMinutes(11);

    /// <summary>The least and most days of candles that miners are given; the number is drawn for each round.</summary>
    public int MinimumSampleDays { get; init; } = 25;

    public int MaximumSampleDays { get; init; } = 30;

    /// <summary>How long a miner has for its answer, and what the request's <c>timeout</c> says.</summary>
    public TimeSpan ForwardTimeout { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>Whether miners commit to their forecasts before they reveal them, as in generation v6.</summary>
    public bool HashFirst { get; init; }

    /// <summary>How long after the commitments the forecasts are asked for; timed by the clock of the process, not of a replay.</summary>
    public TimeSpan HashPause { get; init; } = HashFirstQuery.DefaultWait;

    /// <summary>How long after the horizon a round waits before it is scored, so that the exchange's candles have settled.</summary>
    public TimeSpan SettlingTime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long after the horizon an incomplete truth is waited for; past that the round is void.</summary>
    public TimeSpan TruthDeadline { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long rows of ended rounds are kept; their documents in Blob storage stay.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(180);

    /// <exception cref="InvalidSettingException">A setting is wrong.</exception>
    public static ValidatorSettings Read(SettingReader settings)
    {
        var defaults = new ValidatorSettings();
        var hashFirst = settings.Flag("Validator__HashFirst", defaults.HashFirst);
        return new ValidatorSettings
        {
            ForwardTimeout = TimeSpan.FromSeconds(hashFirst
                ? settings.Integer("Validator__ForwardTimeoutSeconds", 1, 200, HashFirstTimeoutSeconds)
                : settings.Integer("Validator__ForwardTimeoutSeconds", 1, 540, (int)defaults.ForwardTimeout.TotalSeconds)),
            HashFirst = hashFirst,
            HashPause = TimeSpan.FromSeconds(settings.Integer("Validator__HashPauseSeconds", 0, 120, (int)defaults.HashPause.TotalSeconds)),
            SettlingTime = TimeSpan.FromMinutes(settings.Integer("Validator__SettlingMinutes", 0, 24 * 60, (int)defaults.SettlingTime.TotalMinutes)),
            TruthDeadline = TimeSpan.FromHours(settings.Integer("Validator__TruthDeadlineHours", 2, 24 * 7, (int)defaults.TruthDeadline.TotalHours)),
            Retention = TimeSpan.FromDays(settings.Integer("Validator__RetentionDays", 7, 3650, (int)defaults.Retention.TotalDays)),
        };
    }
}
