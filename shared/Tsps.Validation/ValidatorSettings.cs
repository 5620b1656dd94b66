using Tsps.Bittensor.Dendrite;
using Tsps.Domain;
using Tsps.Neurons;
using Tsps.Scoring;

namespace Tsps.Validation;

/// <summary>What a validator does when.</summary>
public sealed record ValidatorSettings
{
    private const string HistoricalName = "Validator__TestOnlyHistorical";

    /// <summary>What the reference gives miners for the forecasts of v4 (wire specification, section 10).</summary>
    private static readonly TimeSpan SamplesTimeout = TimeSpan.FromSeconds(180);

    /// <summary>
    /// What the reference gives each of the two questions of v6 (wire specification, section 10). However much it is, commitments are waited for no longer
    /// than leaves time for the forecasts (<see cref="HashFirstMinerQuery"/>); both and the pause must fit into one run of a function.
    /// </summary>
    private static readonly TimeSpan CommitmentTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The streams in the order of the settings; their names differ.</summary>
    public IReadOnlyList<StreamPlan> Streams { get; init; } = [StreamPlan.BtcUsd5m(ScoringProfile.V4, SamplesTimeout)];

    /// <summary>The first stream, which the dashboard shows.</summary>
    public StreamPlan MainStream => Streams[0];

    /// <summary>The stream of that name, the first one for null and nothing; null when there is none.</summary>
    /// <param name="reason">Why there is none, and which there are.</param>
    public StreamPlan? FindStream(string? id, out string reason)
    {
        var found = string.IsNullOrEmpty(id) ? MainStream : Streams.FirstOrDefault(plan => plan.Id == id);
        reason = found is null ? $"There is no stream '{id}' here; there is {string.Join(" and ", Streams.Select(plan => plan.Id))}." : "";
        return found;
    }

    /// <summary>How long one instance may take to ask, before another takes an interrupted round over. Longer than a function may run.</summary>
    public TimeSpan AskingLimit { get; init; } = TimeSpan.FromMinutes(11);

    /// <summary>The least and most days of candles that miners are given; the number is drawn for each round.</summary>
    public int MinimumSampleDays { get; init; } = 25;

    public int MaximumSampleDays { get; init; } = 30;

    /// <summary>How long after the commitments the forecasts are asked for; timed by the clock of the process, not of a replay.</summary>
    public TimeSpan HashPause { get; init; } = HashFirstQuery.DefaultWait;

    /// <summary>How long after the horizon a round waits before it is scored, so that the exchange's candles have settled.</summary>
    public TimeSpan SettlingTime { get; init; } = ScoringProfile.V4.SettlingTime;

    /// <summary>How long after the horizon an incomplete truth is waited for; past that the round is void.</summary>
    public TimeSpan TruthDeadline { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long rows and documents of ended rounds are kept one by one; past that they are compacted to one blob a day.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(180);

    /// <summary>How far training rounds lie apart; zero for none.</summary>
    public TimeSpan TrainingPeriod { get; init; }

    /// <summary>
    /// Whether each round is asked about a moment of the past, drawn at random, so that it can be scored at once; what is stored of them is kept apart
    /// (<see cref="StreamPlan.AsHistorical"/>).
    /// </summary>
    public bool HistoricalOnly { get; init; }

    /// <summary>What whoever looks at this validator must know; null when it asks, scores and sets weights as a subnet wants it.</summary>
    public string? Notice => HistoricalOnly
        ? $"A test, not a live validator: {HistoricalName} is on, so rounds ask about random moments of the past and weights are those of the local registry."
        : null;

    /// <exception cref="InvalidSettingException">A setting is wrong.</exception>
    public static ValidatorSettings Read(SettingReader settings)
    {
        var defaults = new ValidatorSettings();
        var streams = ReadStreams(settings);
        var isHistorical = settings.Flag(HistoricalName, defaults.HistoricalOnly);
        if (isHistorical)
        {
            CheckHistorical(settings, streams);
        }

        return new ValidatorSettings
        {
            Streams = isHistorical ? [.. streams.Select(plan => plan.AsHistorical())] : streams,
            HashPause = TimeSpan.FromSeconds(settings.Integer("Validator__HashPauseSeconds", 0, 120, (int)defaults.HashPause.TotalSeconds)),
            SettlingTime = TimeSpan.FromMinutes(settings.Integer("Validator__SettlingMinutes", 0, 24 * 60, (int)defaults.SettlingTime.TotalMinutes)),
            TruthDeadline = TimeSpan.FromHours(settings.Integer("Validator__TruthDeadlineHours", 2, 24 * 7, (int)defaults.TruthDeadline.TotalHours)),
            Retention = TimeSpan.FromDays(settings.Integer("Validator__RetentionDays", 30, 3650, (int)defaults.Retention.TotalDays)),
            TrainingPeriod = TimeSpan.FromHours(settings.Integer("Validator__TrainingHours", 0, 24 * 30, (int)defaults.TrainingPeriod.TotalHours)),
            HistoricalOnly = isHistorical,
        };
    }

    /// <summary>Rounds about the past ask no exchange, set weights on no chain, and only where miners can be told of the moment.</summary>
    private static void CheckHistorical(SettingReader settings, IReadOnlyList<StreamPlan> streams)
    {
        if (SubtensorSettings.Read(settings).Chain is { } chain)
        {
            throw new InvalidSettingException(
                $"The setting {HistoricalName} is true and Subtensor__Network is {chain}: rounds about random moments of the past must set no weights on a chain, so set Subtensor__Network to {SubtensorSettings.RegistryNetwork} or {HistoricalName} to false.");
        }

        if (settings.OptionalText("Market__CandleFile") is null)
        {
            throw new InvalidSettingException(
                $"The setting {HistoricalName} is true and Market__CandleFile is missing: rounds about the past ask no exchange, so set Market__CandleFile to a file of candles, for example candles.csv.gz, or {HistoricalName} to false.");
        }

        if (streams.Any(plan => plan.CommitsFirst))
        {
            throw new InvalidSettingException(
                $"The setting {HistoricalName} is true and Validator__Generations has v6, whose miners forecast from now whatever moment is drawn, since its question carries none: set Validator__Generations to v4, or replay v6 with tsps historical --generation v6.");
        }
    }

    private static IReadOnlyList<StreamPlan> ReadStreams(SettingReader settings)
    {
        if (settings.OptionalText("Validator__HashFirst") is not null)
        {
            throw new InvalidSettingException("The setting Validator__HashFirst is none any more. Generation v6 asks for commitments first: set Validator__Generations to v6, or to v4,v6 for both.");
        }

        var profiles = settings.Parsed("Validator__Generations", ParseGenerations, "generations with commas between them, v4 or v6", "v4,v6") ?? [ScoringProfile.V4];
        var timeout = settings.OptionalText("Validator__ForwardTimeoutSeconds") is null
            ? (TimeSpan?)null
            : TimeSpan.FromSeconds(settings.Integer("Validator__ForwardTimeoutSeconds", 1, profiles.Contains(ScoringProfile.V6) ? 200 : 540, 180));
        return [.. profiles.Select(profile => StreamPlan.BtcUsd5m(profile, timeout ?? (profile.Requests.ForecastDelay is null ? SamplesTimeout : CommitmentTimeout)))];
    }

    /// <summary>Null where one is unknown, or none is named.</summary>
    private static ScoringProfile[]? ParseGenerations(string text)
    {
        var found = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(ScoringProfile.Find).Distinct().ToArray();
        ScoringProfile[] known = [.. found.OfType<ScoringProfile>()];
        return known.Length > 0 && known.Length == found.Length ? known : null;
    }
}
