using Tsps.Subtensor.Metadata;
using Tsps.Subtensor.Scale;

namespace Tsps.Subtensor.RuntimeApi;

/// <summary>Arguments and answers of <c>state_call</c> (chain specification, section 3), by the metadata as far as it describes them.</summary>
internal static class RuntimeApiCodec
{
    /// <summary>Whether the runtime has the method; unknown (null) when the metadata lists no APIs.</summary>
    public static bool? Has(RuntimeMetadata metadata, string method) =>
        metadata.Apis.Count == 0 ? null : metadata.Apis.ContainsKey(method);

    public static byte[] EncodeArguments(RuntimeMetadata metadata, string method, params IReadOnlyList<ScaleValue> arguments)
    {
        var (types, inputs) = metadata.Apis.TryGetValue(method, out var listed)
            ? (metadata.Types, [.. listed.Inputs.Select(input => input.Type)])
            : (OpaqueLayouts.Types, Opaque(method).Inputs);
        if (inputs.Count != arguments.Count)
        {
            throw new ScaleException($"{method} takes {inputs.Count} arguments in this runtime, not {arguments.Count}.");
        }

        var writer = new ScaleWriter();
        for (var i = 0; i < arguments.Count; i++)
        {
            ScaleEncoder.Write(types, inputs[i], arguments[i], writer);
        }

        return writer.ToArray();
    }

    /// <summary>The result of a method; <see cref="ScaleNone"/> when the runtime answers that there is none.</summary>
    public static ScaleValue DecodeResult(RuntimeMetadata metadata, string method, ReadOnlySpan<byte> answer)
    {
        if (!metadata.Apis.TryGetValue(method, out var listed))
        {
            return DecodeUnlisted(method, answer);
        }

        return metadata.Types.IsByteVector(listed.OutputType)
            ? DecodeOpaque(method, ScaleDecoder.Decode(metadata.Types, listed.OutputType, answer))
            : ScaleDecoder.Decode(metadata.Types, listed.OutputType, answer);
    }

    /// <summary>Without a listing, exactly one of the two readings takes every byte.</summary>
    private static ScaleValue DecodeUnlisted(string method, ReadOnlySpan<byte> answer)
    {
        var reader = new ScaleReader(answer);
        try
        {
            var inner = reader.ReadByteVector();
            reader.ExpectEnd();
            return DecodeOpaque(method, (ScaleValue)inner.ToArray());
        }
        catch (ScaleException)
        {
            return ScaleDecoder.Decode(OpaqueLayouts.Types, Opaque(method).Result, answer);
        }
    }

    private static ScaleValue DecodeOpaque(string method, ScaleValue answer)
    {
        var bytes = ((ScaleBytes)answer).Value.Span;
        return bytes.IsEmpty ? ScaleNone.Instance : ScaleDecoder.Decode(OpaqueLayouts.Types, Opaque(method).Result, bytes);
    }

    private static OpaqueMethod Opaque(string method) =>
        OpaqueLayouts.Find(method) ?? throw new SubtensorException($"The runtime's method {method} is not described by its metadata and not known.");
}
