using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tsps.Local.Settings;
using Tsps.Validation;
using Tsps.Validation.Audit;

namespace Tsps.Local.Commands;

/// <summary><c>tsps audit</c>: every score and weight, and all that was sent to the chain, once more, from what is stored.</summary>
internal static class AuditCommand
{
    private const string Form = "a day or a minute in UTC, such as 2026-03-01 or 2026-03-01T12:00";

    internal static Command Create()
    {
        var settings = CommonOptions.Settings();
        var from = Moment("--from", $"The first slot: {Form}.");
        var to = Moment("--to", $"The last slot: {Form}; a day counts whole.");
        var stream = new Option<string?>("--stream") { Description = "One stream; all that the settings name unless given.", HelpName = "NAME" };
        var command = new Command(
            "audit",
            "Recomputes the validator's scores and weights from stored data, and what was sent to the settings' subnet in that time, and prints every difference. "
            + "The exit code is 0 when there were rounds and no difference, else 1.")
        {
            from, to, stream, settings,
        };
        command.SetAction(async (arguments, stop) =>
        {
            var (first, last) = ReadRange(arguments.GetRequiredValue(from), arguments.GetRequiredValue(to));
            var configuration = arguments.LoadSettings(settings);
            await using var azurite = await DevelopmentStorage.StartIfMeantAsync(configuration, stop);
            await using var services = new ServiceCollection().AddLogging(logging => logging.ClearProviders()).AddValidator(configuration).BuildServiceProvider();
            var plans = PlansOf(services.GetRequiredService<ValidatorSettings>(), arguments.GetValue(stream));
            var passed = true;
            foreach (var plan in plans)
            {
                var report = await services.GetRequiredService<Auditor>().RunAsync(plan, plan.SlotAt(first), plan.SlotAt(last), stop);
                passed &= report.Findings.Count == 0 && report.Rounds > 0;
                await WriteAsync(arguments.InvocationConfiguration.Output, plan, report);
            }

            var submissions = await services.GetRequiredService<SubmissionAuditor>().RunAsync(plans, first, last, stop);
            await WriteAsync(arguments.InvocationConfiguration.Output, submissions);
            return passed && submissions.Findings.Count == 0 ? 0 : 1;
        });
        return command;
    }

    private static StreamPlan[] PlansOf(ValidatorSettings settings, string? stream)
    {
        var plans = settings.Streams.Where(plan => stream is null || plan.Id == stream).ToArray();
        return plans.Length > 0
            ? plans
            : throw new CommandException($"--stream is '{stream}'; the settings name {string.Join(" and ", settings.Streams.Select(plan => plan.Id))}.");
    }

    private static async Task WriteAsync(TextWriter output, StreamPlan plan, AuditReport report)
    {
        await output.WriteAsync(report.Findings.Select(finding => finding.ToString()));
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{plan.Id}: {report.RoundsScored} scored rounds with {report.Scores} scores and {report.Weights} weights recomputed, "
            + $"{report.RoundsVoid} void and {report.RoundsMissed} missed rounds; {report.Findings.Count} differences"));
        if (report.Rounds == 0)
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{plan.Id}: nothing was audited: no round of that time has ended ({report.RoundsOpen} are open). Give another time, or the streams that have rounds with --stream."));
        }
    }

    private static async Task WriteAsync(TextWriter output, SubmissionReport report)
    {
        await output.WriteAsync(report.Findings.Select(finding => finding.ToString()));
        await output.WriteAsync(report.Unknown.Select(moment => string.Create(
            CultureInfo.InvariantCulture,
            $"weights sent {moment:yyyy-MM-dd'T'HH:mm:ss'Z'}: nobody knows whether the chain has them: the validator was ended before it could store that")));
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"weights sent to {report.Subnet}: {report.Sent} submissions recomputed, {report.Refused} attempts that set nothing, "
            + $"{report.Unknown.Count} of unknown outcome; {report.Findings.Count} differences"));
    }

    private static (DateTimeOffset First, DateTimeOffset Last) ReadRange(string from, string to)
    {
        var (first, last) = (Read(from, endOfDay: false), Read(to, endOfDay: true));
        return first <= last
            ? (first, last)
            : throw new CommandException($"--from is {from} and --to is {to}, which is earlier; give the earlier one with --from.");
    }

    private static Option<string> Moment(string name, string description)
    {
        var option = new Option<string>(name) { Description = description, HelpName = "TIME", Required = true };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !TryRead(token.Value, out _))
            {
                result.AddError($"{name} is '{token.Value}'; it is {Form}.");
            }
        });
        return option;
    }

    private static DateTimeOffset Read(string text, bool endOfDay) =>
        TryRead(text, out var moment) && endOfDay && !text.Contains('T', StringComparison.Ordinal) ? moment.AddDays(1).AddTicks(-1) : moment;

    private static bool TryRead(string text, out DateTimeOffset moment) => DateTimeOffset.TryParseExact(
        text,
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm'Z'"],
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out moment);
}
