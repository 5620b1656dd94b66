using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Tsps.Local.Hosting.Invocation;

namespace Tsps.Local.Hosting.Timers;

/// <summary>A function with a TimerTrigger.</summary>
internal sealed partial class TimerFunction(FunctionMethod method, TimerTriggerAttribute trigger)
{
    internal FunctionMethod Method => method;

    internal string Name => method.Name;

    internal bool RunOnStartup => trigger.RunOnStartup;

    internal bool UseMonitor => trigger.UseMonitor;

    /// <summary>The schedule, with every <c>%SETTING%</c> replaced by that setting's value.</summary>
    /// <exception cref="FormatException">A setting is missing, or the text is no schedule.</exception>
    internal TimerSchedule ResolveSchedule(IConfiguration configuration) =>
        TimerSchedule.Parse(SettingReference().Replace(trigger.Schedule, match => Resolve(match.Groups["name"].Value, configuration)));

    private static string Resolve(string name, IConfiguration configuration) =>
        configuration[name] ?? configuration[name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)]
            ?? throw new FormatException($"%{name}% does not resolve: there is no setting {name}.");

    [GeneratedRegex("%(?<name>[^%]+)%")]
    private static partial Regex SettingReference();
}
