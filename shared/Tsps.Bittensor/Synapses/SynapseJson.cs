using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Tsps.Bittensor.Tensors;

namespace Tsps.Bittensor.Synapses;

/// <summary>The JSON of synapses, which is both request and answer body (wire specification, section 2).</summary>
public static class SynapseJson
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xef, 0xbb, 0xbf];

    /// <summary>
    /// Reads a body as leniently as SDK 6 does: members in any order, unknown ones passed over, the last of repeated ones counts,
    /// numeric texts for numbers and numbers for texts, fractions cut off where an integer is wanted.
    /// </summary>
    /// <param name="body">Tensors in the result refer to it: it must live and stay unchanged as long as they do.</param>
    /// <exception cref="SynapseFormatException">The body is no such synapse; says why and how axons class it.</exception>
    public static Synapse Read(SynapseType type, ReadOnlyMemory<byte> body) => Read(type, body, TensorLimits.Default);

    /// <inheritdoc cref="Read(SynapseType, ReadOnlyMemory{byte})"/>
    /// <param name="limits">Kept to where reading a tensor takes memory of its own, which is where its buffer has escape sequences.</param>
    public static Synapse Read(SynapseType type, ReadOnlyMemory<byte> body, TensorLimits limits)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(limits);
        var bytes = body.Span;
        if (bytes.IsEmpty || bytes.StartsWith(ByteOrderMark))
        {
            throw new SynapseFormatException(SynapseBodyFault.NotAnObject, "The body is empty or begins with a byte order mark; a JSON object is wanted.");
        }

        if (!Utf8.IsValid(bytes))
        {
            throw new SynapseFormatException(SynapseBodyFault.NotUtf8, "The body is not UTF-8.");
        }

        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = SynapseJsonReader.MaxDepth });
        try
        {
            return ReadWhole(ref reader, type, body, limits);
        }
        catch (JsonException exception)
        {
            throw SynapseJsonReader.IsNonFiniteNumber(bytes[(int)reader.BytesConsumed..])
                ? new SynapseFormatException(SynapseBodyFault.WrongMember, "The body has NaN or Infinity outside a tensor; JSON has finite numbers only.", exception)
                : new SynapseFormatException(SynapseBodyFault.NotJson, "The body is not JSON.", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new SynapseFormatException(SynapseBodyFault.WrongMember, "A text of the body has a broken escape sequence.", exception);
        }
    }

    /// <summary>Writes the whole synapse, members in wire order.</summary>
    /// <exception cref="ArgumentException">A number is NaN or infinite, or the synapse's class is not registered.</exception>
    public static void Write(IBufferWriter<byte> output, Synapse synapse, SynapseJsonStyle style)
    {
        WriteHead(output, synapse, style);
        WriteTail(output, synapse, style, leavesOutRefusedNulls: false);
    }

    /// <summary>All up to the members that every synapse has: what differs from target to target.</summary>
    internal static void WriteHead(IBufferWriter<byte> output, Synapse synapse, SynapseJsonStyle style)
    {
        var writer = new PythonJsonWriter(output, style);
        writer.StartObject();
        writer.Name("name"u8);
        writer.Text(synapse.Name);
        writer.Name("timeout"u8);
        writer.Number(synapse.Timeout);
        writer.Name("total_size"u8);
        writer.Integer(synapse.TotalSize);
        writer.Name("header_size"u8);
        writer.Integer(synapse.HeaderSize);
        writer.Name("dendrite"u8);
        TerminalMember.WriteJson(writer, synapse.Dendrite);
        writer.Name("axon"u8);
        TerminalMember.WriteJson(writer, synapse.Axon);
        writer.Name("computed_body_hash"u8);
        writer.Text(synapse.ComputedBodyHash);
        if (synapse.RequiredHashFields is { } fields)
        {
            writer.Name("required_hash_fields"u8);
            writer.List(fields, writer.Text);
        }
    }

    /// <summary>The synapse's own members and the end: what all targets of a query share.</summary>
    /// <param name="leavesOutRefusedNulls">Whether members that an axon of SDK 10 would refuse are left out, see <see cref="SynapseMember.IsNullRefused"/>.</param>
    internal static void WriteTail(IBufferWriter<byte> output, Synapse synapse, SynapseJsonStyle style, bool leavesOutRefusedNulls)
    {
        var writer = new PythonJsonWriter(output, style);
        writer.ContinueObject();
        foreach (var member in SynapseTypes.Of(synapse).Members)
        {
            var value = member.Get(synapse);
            if (value is not null || !member.IsNullRefused || !leavesOutRefusedNulls)
            {
                writer.Name(member.Utf8Name);
                writer.Value(member.Kind, value);
            }
        }

        writer.EndObject();
    }

    /// <summary>Text that is not JSON at all is worse than a wrong member before the place where it breaks.</summary>
    private static Synapse ReadWhole(ref Utf8JsonReader reader, SynapseType type, ReadOnlyMemory<byte> body, TensorLimits limits)
    {
        try
        {
            return SynapseJsonReader.Read(ref reader, type, body, limits);
        }
        catch (SynapseFormatException exception)
        {
            ReadToEnd(ref reader, body.Span, exception);
            throw;
        }
    }

    /// <summary>What Python reads on from leaves a tensor's fault as it is.</summary>
    private static void ReadToEnd(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, SynapseFormatException found)
    {
        try
        {
            SynapseJsonReader.ReadToEnd(ref reader);
        }
        catch (JsonException)
        {
            if (found.Fault != SynapseBodyFault.WrongTensor || !SynapseJsonReader.StopsAtWhatPythonReads(ref reader, body))
            {
                throw;
            }
        }
    }
}
