using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Tsps.Neurons;

/// <summary>
/// Reads settings by the one name that they have everywhere (<c>Subtensor__Netuid</c>), and says of a wrong one its name, the form that a
/// value has, and an example. Secrets are read with <see cref="Secret"/>, whose values no message repeats.
/// </summary>
public sealed class SettingReader(IConfiguration configuration)
{
    private const string Separator = "__";

    /// <summary>A text; <paramref name="fallback"/> where the setting is absent or empty.</summary>
    public string Text(string name, string fallback) => Find(name) ?? fallback;

    /// <summary>A text that may be absent.</summary>
    public string? OptionalText(string name) => Find(name);

    /// <summary>A text that must be there.</summary>
    /// <exception cref="InvalidSettingException">It is absent or empty.</exception>
    public string RequiredText(string name, string form, string example) =>
        Find(name) ?? throw new InvalidSettingException($"The setting {name} is missing. It is {form}, for example {example}.");

    /// <summary>A text that must never be shown; null where absent.</summary>
    public string? Secret(string name) => Find(name);

    /// <exception cref="InvalidSettingException">It is no whole number, or out of range.</exception>
    public int Integer(string name, int minimum, int maximum, int fallback) =>
        Find(name) is not { } text
            ? fallback
            : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum
                ? value
                : throw Wrong(name, text, string.Create(CultureInfo.InvariantCulture, $"a whole number from {minimum} to {maximum}"), fallback.ToString(CultureInfo.InvariantCulture));

    /// <exception cref="InvalidSettingException">It is no number, or negative.</exception>
    public decimal Amount(string name, decimal fallback) =>
        Find(name) is not { } text
            ? fallback
            : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw Wrong(name, text, "a number that is not negative, with a decimal point", "1000.5");

    /// <exception cref="InvalidSettingException">It is neither <c>true</c> nor <c>false</c>.</exception>
    public bool Flag(string name, bool fallback) =>
        Find(name) is not { } text
            ? fallback
            : bool.TryParse(text, out var value)
                ? value
                : throw Wrong(name, text, "true or false", fallback ? "true" : "false");

    /// <summary>A value of any other form.</summary>
    /// <param name="parse">Gives null for a text that has not the form.</param>
    /// <exception cref="InvalidSettingException"><paramref name="parse"/> gave null.</exception>
    public T? Parsed<T>(string name, Func<string, T?> parse, string form, string example)
        where T : class =>
        Find(name) is not { } text ? null : parse(text) ?? throw Wrong(name, text, form, example);

    /// <summary>Values separated by commas; none where the setting is absent or empty.</summary>
    /// <param name="parse">Gives null for a text that has not the form.</param>
    /// <param name="form">Of one value.</param>
    /// <exception cref="InvalidSettingException"><paramref name="parse"/> gave null for a value.</exception>
    public IReadOnlyList<T> List<T>(string name, Func<string, T?> parse, string form, string example)
        where T : struct =>
        Find(name) is not { } text
            ? []
            : [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(value => parse(value) ?? throw Wrong(name, value, $"a list, separated by commas, of {form}", example))];

    private static InvalidSettingException Wrong(string name, string value, string form, string example) =>
        new($"The setting {name} is '{value}'. It must be {form}, for example {example}.");

    private string? Find(string name) => configuration[name.Replace(Separator, ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)] is { } text && text.Trim() is { Length: > 0 } value ? value : null;
}
