using System.Text.Json;

namespace Tsps.Bittensor.Synapses;

/// <summary>Reads the members of a synapse's JSON object, in any order; the last of repeated ones counts.</summary>
internal static class SynapseJsonReader
{
    public static Synapse Read(ref Utf8JsonReader reader, SynapseType type, ReadOnlyMemory<byte> body)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new SynapseFormatException(SynapseBodyFault.NotAnObject, "The body is JSON but no object.");
        }

        var synapse = type.Blank;
        var missing = type.Members.Where(member => member.IsRequired).ToHashSet();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (type.Find(ref reader) is { } member)
            {
                reader.Read();
                synapse = member.Set(synapse, ReadValue(ref reader, member, body));
                missing.Remove(member);
            }
            else
            {
                synapse = ReadBlock(ref reader, synapse);
            }
        }

        ReadToEnd(ref reader);
        return missing.Count == 0
            ? synapse
            : throw new SynapseFormatException(SynapseBodyFault.WrongMember, $"The body lacks {string.Join(", ", missing.Select(member => $"'{member.Name}'"))}.");
    }

    /// <exception cref="JsonException">What follows is not JSON or should not be there.</exception>
    public static void ReadToEnd(ref Utf8JsonReader reader)
    {
        while (reader.Read())
        {
        }
    }

    private static object? ReadValue(ref Utf8JsonReader reader, SynapseMember member, ReadOnlyMemory<byte> body) => reader.TokenType switch
    {
        JsonTokenType.Null when member.IsNullable => null,
        JsonTokenType.Null => throw LenientJson.Wrong(member.Name, "is null"),
        _ => LenientJson.Read(ref reader, member.Kind, member.Name, body),
    };

    private static Synapse ReadBlock(ref Utf8JsonReader reader, Synapse synapse)
    {
        if (reader.ValueTextEquals("dendrite"u8))
        {
            reader.Read();
            return synapse with { Dendrite = TerminalMember.ReadJson(ref reader, "dendrite") };
        }

        if (reader.ValueTextEquals("axon"u8))
        {
            reader.Read();
            return synapse with { Axon = TerminalMember.ReadJson(ref reader, "axon") };
        }

        if (reader.ValueTextEquals("required_hash_fields"u8))
        {
            reader.Read();
            var isNull = reader.TokenType == JsonTokenType.Null;
            return synapse with { RequiredHashFields = isNull ? null : LenientJson.ReadTexts(ref reader, "required_hash_fields") };
        }

        reader.Skip();
        return synapse;
    }
}
