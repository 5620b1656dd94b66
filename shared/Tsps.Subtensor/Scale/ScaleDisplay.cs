namespace Tsps.Subtensor.Scale;

/// <summary>Values in a form for people: accounts as addresses, other bytes as hex.</summary>
internal static class ScaleDisplay
{
    private const int AccountLength = 32;

    /// <param name="name">The name of the field, which tells an account from a hash.</param>
    public static string Of(string name, ScaleValue value) => value switch
    {
        ScaleNumber number => number.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ScaleBool flag => flag.Value ? "true" : "false",
        ScaleText text => text.Value,
        ScaleBytes { Value.Length: AccountLength } bytes when IsAccount(name) => Ss58.Encode(bytes.Value.Span).Address,
        ScaleBytes bytes => Hex.Encode(bytes.Value.Span),
        ScaleSequence sequence => $"[{string.Join(", ", sequence.Items.Select(item => Of(name, item)))}]",
        ScaleComposite composite => $"{{{string.Join(", ", composite.Fields.Select(Named))}}}",
        ScaleVariant { Content.Fields.Count: 0 } variant => variant.Name,
        ScaleVariant variant => $"{variant.Name}({string.Join(", ", variant.Content.Fields.Select(Named))})",
        _ => "none",
    };

    private static string Named(KeyValuePair<string, ScaleValue> field) =>
        field.Key.Length == 0 ? Of(field.Key, field.Value) : $"{field.Key}: {Of(field.Key, field.Value)}";

    private static bool IsAccount(string name) =>
        name.Length == 0 || name.Contains("hotkey", StringComparison.Ordinal) || name.Contains("coldkey", StringComparison.Ordinal) || name is "who" or "account";
}
