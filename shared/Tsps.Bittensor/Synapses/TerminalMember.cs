using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Tsps.Bittensor.Synapses;

/// <summary>One member of the <c>dendrite</c> and <c>axon</c> blocks, for JSON and headers alike.</summary>
internal sealed class TerminalMember
{
    private readonly SynapseValueKind _kind;
    private readonly Func<TerminalInfo, object?> _get;
    private readonly Func<TerminalInfo, object?, TerminalInfo> _set;

    private TerminalMember(string name, SynapseValueKind kind, Func<TerminalInfo, object?> get, Func<TerminalInfo, object?, TerminalInfo> set)
    {
        Name = name;
        Utf8Name = Encoding.ASCII.GetBytes(name);
        _kind = kind;
        _get = get;
        _set = set;
    }

    /// <summary>In wire order.</summary>
    public static IReadOnlyList<TerminalMember> All { get; } =
    [
        new("status_code", SynapseValueKind.Integer, t => t.StatusCode, (t, value) => t with { StatusCode = (long?)value }),
        new("status_message", SynapseValueKind.Text, t => t.StatusMessage, (t, value) => t with { StatusMessage = (string?)value }),
        new("process_time", SynapseValueKind.Number, t => t.ProcessTime, (t, value) => t with { ProcessTime = (double?)value }),
        new("ip", SynapseValueKind.Text, t => t.Ip, (t, value) => t with { Ip = (string?)value }),
        new("port", SynapseValueKind.Integer, t => t.Port, (t, value) => t with { Port = (long?)value }),
        new("version", SynapseValueKind.Integer, t => t.Version, (t, value) => t with { Version = (long?)value }),
        new("nonce", SynapseValueKind.LargeInteger, t => t.NonceValue, (t, value) => t with { NonceValue = value }),
        new("uuid", SynapseValueKind.Text, t => t.Uuid, (t, value) => t with { Uuid = (string?)value }),
        new("hotkey", SynapseValueKind.Text, t => t.Hotkey, (t, value) => t with { Hotkey = (string?)value }),
        new("signature", SynapseValueKind.Text, t => t.Signature, (t, value) => t with { Signature = (string?)value }),
    ];

    public string Name { get; }

    private byte[] Utf8Name { get; }

    public static void WriteJson(PythonJsonWriter writer, TerminalInfo terminal)
    {
        writer.StartObject();
        foreach (var member in All)
        {
            writer.Name(member.Utf8Name);
            writer.Value(member._kind, member._get(terminal));
        }

        writer.EndObject();
    }

    /// <param name="reader">Stands on the first token of the value; ends on the last.</param>
    public static TerminalInfo ReadJson(ref Utf8JsonReader reader, string block)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return TerminalInfo.Empty;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw LenientJson.Wrong(block, "is no object");
        }

        var terminal = TerminalInfo.Empty;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (Find(ref reader) is not { } member)
            {
                reader.Skip();
                continue;
            }

            reader.Read();
            var isNull = reader.TokenType == JsonTokenType.Null;
            terminal = member._set(terminal, isNull ? null : LenientJson.Read(ref reader, member._kind, $"{block}.{member.Name}"));
        }

        return terminal;
    }

    /// <summary>The header's text; null where the value is unknown and the header left out.</summary>
    public string? ToHeader(TerminalInfo terminal) => _get(terminal) switch
    {
        double seconds => PythonFloat.Format(seconds),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        var text => (string?)text,
    };

    /// <exception cref="SynapseFormatException">The text is no number where one is wanted.</exception>
    public TerminalInfo FromHeader(TerminalInfo terminal, string text)
    {
        switch (_kind)
        {
            case SynapseValueKind.Text:
                return _set(terminal, text);
            case SynapseValueKind.Number when PythonFloat.TryParse(text, out var number):
                return _set(terminal, number);
            case SynapseValueKind.LargeInteger when ParseInteger(text) is { } large:
                return _set(terminal, large);
            case SynapseValueKind.Integer when ParseInteger(text) is long integer:
                return _set(terminal, integer);
            default:
                throw LenientJson.Wrong(Name, $"of a header is no {(_kind == SynapseValueKind.Number ? "number" : "integer")}");
        }
    }

    /// <summary>As <see cref="PythonInteger.Box"/> gives it; null where the text is no integer.</summary>
    private static object? ParseInteger(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var plain) ? plain : ParseAnyInteger(text);

    private static object? ParseAnyInteger(string text) => PythonInteger.TryParse(text, out var integer) ? PythonInteger.Box(integer) : null;

    private static TerminalMember? Find(ref Utf8JsonReader reader)
    {
        foreach (var member in All)
        {
            if (reader.ValueTextEquals(member.Utf8Name))
            {
                return member;
            }
        }

        return null;
    }
}
