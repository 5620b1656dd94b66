using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Tsps.Bittensor.Keys;
using Tsps.Local.Settings;

namespace Tsps.Local.Commands;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    private const string HotkeyExample = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

    internal static Option<string?> Settings() => new("--settings")
    {
        Description = "The settings file; without it, local.settings.json of this folder or of the repository. The environment wins over it.",
        HelpName = "FILE",
    };

    internal static Option<string> Hotkey(string description)
    {
        var hotkey = new Option<string>("--hotkey") { Description = $"{description} Such as {HotkeyExample}.", HelpName = "SS58", Required = true };
        hotkey.Validators.Add(result =>
        {
            try
            {
                Ss58.Decode(result.Tokens is [var token] ? token.Value : "");
            }
            catch (FormatException wrong)
            {
                result.AddError($"--hotkey: {wrong.Message} An address is such as {HotkeyExample}.");
            }
        });
        return hotkey;
    }

    internal static Option<int?> Port(string description)
    {
        var option = new Option<int?>("--port") { Description = description, HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var port) || port is < 1 or > 65535))
            {
                result.AddError($"--port is '{token.Value}'; a port is a number from 1 to 65535, such as 8091.");
            }
        });
        return option;
    }

    internal static IConfigurationRoot LoadSettings(this ParseResult arguments, Option<string?> option) =>
        LocalSettings.Load(arguments.GetValue(option), LocalPaths.Root);

    internal static Option<int> Number(string name, string description, int fallback, int minimum, int maximum)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => fallback };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var value) || value < minimum || value > maximum))
            {
                result.AddError($"{name} is '{token.Value}'; it is a whole number from {minimum} to {maximum}, such as {fallback}.");
            }
        });
        return option;
    }

    internal static Option<string?> Report()
    {
        var report = new Option<string?>("--report") { Description = "Writes what it came to, as JSON.", HelpName = "FILE" };
        report.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(token.Value))))
            {
                result.AddError($"--report is '{token.Value}', whose folder does not exist; give a file in a folder that does, such as report.json.");
            }
        });
        return report;
    }
}
