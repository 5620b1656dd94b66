using System.Text.Json;
using Tsps.Bittensor.Synapses;

namespace Tsps.Bittensor.Axon;

/// <summary>
/// The <c>bt_header_input_obj_*</c> headers: base64 of the JSON of an empty value, one for each required member.
/// The values mean nothing, but the SDKs refuse a request that lacks one or holds one of another type.
/// </summary>
internal static class InputPlaceholder
{
    private const int MaxLength = 4096;

    /// <summary>Whether the member is announced as having a value; false when as null.</summary>
    /// <exception cref="SynapseFormatException">There is no such header, or it does not fit the member.</exception>
    public static bool HasValue(SynapseMember member, Dictionary<string, string> headers)
    {
        var name = TerminalHeaders.InputPrefix + member.Name;
        if (!headers.TryGetValue(name, out var text))
        {
            throw new SynapseFormatException($"The header {name} is missing: every required member of a synapse has one.");
        }

        if (text == member.HeaderPlaceholder)
        {
            return true;
        }

        Span<byte> json = stackalloc byte[MaxLength];
        if (text.Length > MaxLength || !Convert.TryFromBase64String(text, json, out var length))
        {
            throw Wrong(name, member, null);
        }

        try
        {
            return ReadWhole(json[..length], member);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or SynapseFormatException)
        {
            throw Wrong(name, member, exception);
        }
    }

    private static bool ReadWhole(ReadOnlySpan<byte> json, SynapseMember member)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        var isNull = reader.TokenType == JsonTokenType.Null && member.IsNullable;
        if (!isNull)
        {
            LenientJson.Read(ref reader, member.Kind, member.Name);
        }

        SynapseJsonReader.ReadToEnd(ref reader);
        return !isNull;
    }

    private static SynapseFormatException Wrong(string header, SynapseMember member, Exception? cause) => new(
        SynapseBodyFault.WrongMember,
        $"The header {header} is no base64 of the JSON of such a value; send {member.HeaderPlaceholder}.",
        cause);
}
