using System.Text.Json;
using Tsps.Bittensor.Tensors;

namespace Tsps.Bittensor.Synapses;

/// <summary>Reads the members of a synapse's JSON object, in any order; the last of repeated ones counts.</summary>
internal static class SynapseJsonReader
{
    /// <summary>More nesting is followed nowhere; the deepest member of a synapse has three levels.</summary>
    public const int MaxDepth = 64;

    public static Synapse Read(ref Utf8JsonReader reader, SynapseType type, ReadOnlyMemory<byte> body, TensorLimits limits)
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
                synapse = member.Set(synapse, ReadValue(ref reader, member, body, limits));
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

    /// <summary>Whether the reader stopped at NaN, Infinity, or more nesting than it follows: no JSON to it, but no end of the text either.</summary>
    public static bool StopsAtWhatPythonReads(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        var rest = body[(int)reader.BytesConsumed..].TrimStart(" \t\r\n,:"u8);
        return IsNonFiniteNumber(rest) || (reader.CurrentDepth >= MaxDepth - 1 && rest is [(byte)'[' or (byte)'{', ..]);
    }

    /// <summary>Python reads these where a number may stand; the axon then fails for another reason than bad JSON.</summary>
    public static bool IsNonFiniteNumber(ReadOnlySpan<byte> rest)
    {
        rest = rest.TrimStart(" \t\r\n,:[-"u8);
        return rest.StartsWith("NaN"u8) || rest.StartsWith("Infinity"u8);
    }

    /// <exception cref="JsonException">What follows is not JSON or should not be there.</exception>
    public static void ReadToEnd(ref Utf8JsonReader reader)
    {
        while (reader.Read())
        {
        }
    }

    private static object? ReadValue(ref Utf8JsonReader reader, SynapseMember member, ReadOnlyMemory<byte> body, TensorLimits limits) => reader.TokenType switch
    {
        JsonTokenType.Null when member.IsNullable => null,
        JsonTokenType.Null => throw LenientJson.Wrong(member.Name, "is null"),
        _ when member.Kind == SynapseValueKind.Tensor => ReadTensor(ref reader, member.Name, body, limits),
        _ => LenientJson.Read(ref reader, member.Kind, member.Name),
    };

    /// <summary>Whatever is wrong within a tensor is the tensor's fault, unless the text ends or breaks there.</summary>
    private static TensorBlock ReadTensor(ref Utf8JsonReader reader, string name, ReadOnlyMemory<byte> body, TensorLimits limits)
    {
        try
        {
            return TensorBlockJson.Read(ref reader, body, name, limits);
        }
        catch (JsonException exception)
        {
            if (!StopsAtWhatPythonReads(ref reader, body.Span))
            {
                throw;
            }

            throw new SynapseFormatException(SynapseBodyFault.WrongTensor, $"The member '{name}' is nested too deeply or holds no finite number.", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new SynapseFormatException(SynapseBodyFault.WrongTensor, $"The member '{name}' has a broken escape sequence.", exception);
        }
    }

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
