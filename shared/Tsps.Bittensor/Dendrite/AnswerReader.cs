using System.Text.Json;
using System.Text.RegularExpressions;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;

namespace Tsps.Bittensor.Dendrite;

/// <summary>
/// What an HTTP answer makes of the synapse that was asked (wire specification, section 6). Where the SDKs differ this goes by SDK 10,
/// except that header names count in any letter case, and that a null block in the body counts as an empty one.
/// </summary>
internal static partial class AnswerReader
{
    private const int Ok = 200;
    private const int Unprocessable = 422;

    /// <param name="seconds">The time of the whole exchange.</param>
    /// <returns>The synapse; its tensors have memory of their own, or share that of <paramref name="asked"/> where <see cref="EchoFilter"/> found them the same.</returns>
    public static (Synapse Synapse, DendriteFault Fault) Read(Synapse asked, in HttpAnswer answer, double seconds)
    {
        var synapse = asked;
        try
        {
            ReadBody(ref synapse, answer);
            ReadHeaders(ref synapse, answer.Headers);
        }
        catch (SynapseFormatException exception)
        {
            return (Fail(synapse, Unprocessable, $"Failed to parse response: {exception.Message}"), DendriteFault.MalformedAnswer);
        }

        var dendrite = synapse.Dendrite with { StatusCode = synapse.Axon.StatusCode, StatusMessage = synapse.Axon.StatusMessage, ProcessTime = seconds };
        return (synapse with { Dendrite = dendrite }, DendriteFault.None);
    }

    public static Synapse Fail(Synapse synapse, int status, string message) =>
        synapse with { Dendrite = synapse.Dendrite with { StatusCode = status, StatusMessage = message, ProcessTime = null } };

    /// <summary>Base64 of the tensor that was sent; empty when there was none.</summary>
    public static ReadOnlyMemory<byte> FirstBuffer(Synapse synapse) =>
        SynapseTypes.Of(synapse).Members.Select(member => member.Get(synapse)).OfType<TensorBlock>().FirstOrDefault()?.Buffer ?? default;

    private static void ReadBody(ref Synapse synapse, in HttpAnswer answer)
    {
        if (!JsonContentType().IsMatch(answer.ContentType ?? ""))
        {
            throw new SynapseFormatException($"HTTP status {answer.Status} with the content type '{answer.ContentType}', which is not JSON");
        }

        if (answer.Status == Ok)
        {
            synapse = TakeOver(synapse, SynapseJson.Read(SynapseTypes.Of(synapse), answer.Body));
            return;
        }

        using var json = Parse(answer.Body);
        synapse = synapse with { Axon = synapse.Axon with { StatusCode = answer.Status } };
        if (json?.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new SynapseFormatException($"HTTP status {answer.Status} with a body that is no JSON object");
        }

        synapse = synapse with { Axon = synapse.Axon with { StatusMessage = ReadMessage(json.RootElement) } };
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return body.IsEmpty ? null : JsonDocument.Parse(body);
        }
        catch (JsonException exception)
        {
            throw new SynapseFormatException("The body is not JSON.", exception);
        }
    }

    private static string? ReadMessage(JsonElement body)
    {
        if (!body.TryGetProperty("message", out var message) || message.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        try
        {
            return message.ToString();
        }
        catch (InvalidOperationException exception)
        {
            throw new SynapseFormatException("The message of the body has a broken escape sequence.", exception);
        }
    }

    /// <summary>Everything but the members that an answer may not change, and the body hash.</summary>
    private static Synapse TakeOver(Synapse asked, Synapse answered)
    {
        var synapse = asked with
        {
            Timeout = answered.Timeout,
            TotalSize = answered.TotalSize,
            HeaderSize = answered.HeaderSize,
            Dendrite = answered.Dendrite,
            Axon = answered.Axon,
            RequiredHashFields = answered.RequiredHashFields,
        };
        var sent = FirstBuffer(asked);
        foreach (var member in SynapseTypes.Of(asked).Members.Where(member => member.AnswerMayChange))
        {
            var value = member.Get(answered);
            synapse = member.Set(synapse, value is TensorBlock block ? Keep(block, sent) : value);
        }

        return synapse;
    }

    /// <summary>The answer's body is soon gone. Tensors that came back as they were sent need no memory of their own.</summary>
    private static TensorBlock Keep(TensorBlock block, ReadOnlyMemory<byte> sent)
    {
        var isEcho = block.Buffer is { } buffer && buffer.Span.SequenceEqual(EchoFilter.Mark);
        return new TensorBlock(isEcho ? sent : block.Buffer?.ToArray(), block.Dtype, block.Spelling, block.Shape);
    }

    private static void ReadHeaders(ref Synapse synapse, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        foreach (var (name, value) in headers)
        {
            synapse = synapse with
            {
                Axon = TerminalHeaders.Read(TerminalHeaders.AxonPrefix, synapse.Axon, name, value),
                Dendrite = TerminalHeaders.Read(TerminalHeaders.DendritePrefix, synapse.Dendrite, name, value),
            };
            if ((name.Equals("total_size", StringComparison.OrdinalIgnoreCase) || name.Equals("header_size", StringComparison.OrdinalIgnoreCase))
                && !PythonInteger.TryParse(value, out _))
            {
                throw new SynapseFormatException($"The header {name} is no integer.");
            }
        }
    }

    [GeneratedRegex(@"^\s*application/([\w.+-]+\+)?json\s*(;|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex JsonContentType();
}
