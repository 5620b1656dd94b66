using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tsps.Bittensor.Axon.Nonces;
using Tsps.Bittensor.Keys;
using Tsps.Bittensor.Synapses;
using Tsps.Domain;

namespace Tsps.Bittensor.Axon;

/// <summary>Puts answers into bytes and headers, as the caller's SDK would (wire specification, section 5).</summary>
internal sealed class AnswerWriter(IHotkeySigner signer, SdkVersion version, TimeProvider time)
{
    private const string ContentType = "application/json";
    private const string Success = "Success";
    private const int Redirect = 307;
    private const int RoomForResult = 4096;

    /// <summary>What the SDKs answer with before they know which synapse was meant.</summary>
    private static readonly Synapse Nameless = new();

    private static readonly JsonWriterOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One for each process, like a dendrite's.</summary>
    private readonly string _uuid = Guid.NewGuid().ToString();

    public AxonResponse Succeeded(AxonExchange exchange, Synapse answer)
    {
        var status = new TerminalInfo { StatusCode = 200, StatusMessage = Success };
        if (exchange.Sdk == CallerSdk.Six)
        {
            return new AxonResponse(200, HeadersFromRequest(exchange, status), Serialize(exchange, answer with { RequiredHashFields = answer.RequiredHashFields ?? [] }));
        }

        answer = answer with
        {
            RequiredHashFields = null,
            Axon = answer.Axon with { StatusCode = status.StatusCode, StatusMessage = status.StatusMessage, ProcessTime = ProcessTime(exchange) },
        };
        return new AxonResponse(200, HeadersFromBody(exchange, answer), Serialize(exchange, answer));
    }

    public AxonResponse Failed(AxonExchange exchange, AxonFailure failure)
    {
        var status = new TerminalInfo { StatusCode = failure.StatusCode, StatusMessage = failure.Message, ProcessTime = ProcessTime(exchange) };
        var headers = HeadersFromRequest(exchange, status);
        if (failure.Header is { } header)
        {
            headers = [.. headers, new(header.Key, HeaderText.Clean(header.Value))];
        }

        return new AxonResponse(failure.StatusCode, headers, failure.HasNoBody ? null : Serialize(failure));
    }

    /// <summary>An answer repeats the request, so it is about as long: a buffer of that size need not grow.</summary>
    private static PooledBuffer Serialize(AxonExchange exchange, Synapse answer)
    {
        var body = new PooledBuffer(exchange.BodyLength + RoomForResult);
        try
        {
            SynapseJson.Write(body, answer, SynapseJsonStyle.Answer);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    private static PooledBuffer Serialize(AxonFailure failure)
    {
        var body = new PooledBuffer(RoomForResult);
        using (var json = new Utf8JsonWriter(body, Unescaped))
        {
            json.WriteStartObject();
            json.WriteString("message", failure.Message);
            if (failure.Fault is { } fault)
            {
                json.WriteStartArray("detail");
                Write(json, fault);
                json.WriteEndArray();
            }
            else if (failure.Detail is { } detail)
            {
                json.WriteString("detail", detail);
            }

            json.WriteEndObject();
        }

        return body;
    }

    private static void Write(Utf8JsonWriter json, BodyFault fault)
    {
        json.WriteStartObject();
        json.WriteStartArray("loc");
        json.WriteStringValue("body");
        json.WriteEndArray();
        json.WriteString("msg", fault.Message);
        json.WriteString("type", fault.Type);
        json.WriteEndObject();
    }

    /// <summary>SDK 6 answers with what the request's headers said, and what it saw and knows itself; SDK 10 does so for failures.</summary>
    private IReadOnlyList<KeyValuePair<string, string>> HeadersFromRequest(AxonExchange exchange, TerminalInfo status)
    {
        var headers = new AnswerHeaders();
        if (status.StatusCode != Redirect)
        {
            headers.Add("content-type", ContentType);
        }

        if (exchange.Headers is not { } request)
        {
            headers.Add("name", Nameless.Name);
            headers.Add("timeout", PythonFloat.Format(Nameless.Timeout));
            headers.Add(TerminalHeaders.AxonPrefix, status);
            AddSizesAndHash(headers, null, null);
            return headers.Lines;
        }

        headers.Add("name", exchange.Route!.Type.Name);
        headers.Add("timeout", request.Timeout is { } timeout ? PythonFloat.Format(timeout) : "None");
        headers.Add(TerminalHeaders.AxonPrefix, AsAxon(exchange, request, status));
        headers.Add(TerminalHeaders.DendritePrefix, AsDendrite(exchange, request));
        AddInputs(headers, request.Inputs);
        AddSizesAndHash(headers, request.HeaderSize, request.TotalSize);
        return headers.Lines;
    }

    /// <summary>SDK 10 answers a success with what the body said.</summary>
    private static IReadOnlyList<KeyValuePair<string, string>> HeadersFromBody(AxonExchange exchange, Synapse answer)
    {
        var headers = new AnswerHeaders();
        headers.Add("content-type", ContentType);
        headers.Add("name", answer.Name);
        headers.Add("timeout", PythonFloat.Format(answer.Timeout));
        headers.Add(TerminalHeaders.AxonPrefix, answer.Axon);
        headers.Add(TerminalHeaders.DendritePrefix, answer.Dendrite);
        AddInputs(headers, exchange.Route!.Type.Members.Where(member => member.IsRequired && member.Get(answer) is not null));
        AddSizesAndHash(headers, answer.HeaderSize, answer.TotalSize);
        return headers.Lines;
    }

    private static void AddInputs(AnswerHeaders headers, IEnumerable<SynapseMember> members)
    {
        foreach (var member in members)
        {
            headers.Add(TerminalHeaders.InputPrefix + member.Name, member.HeaderPlaceholder);
        }
    }

    private static void AddSizesAndHash(AnswerHeaders headers, long? headerSize, long? totalSize)
    {
        headers.Add("header_size", headerSize ?? 0);
        headers.Add("total_size", totalSize ?? 0);
        headers.Add("computed_body_hash", Synapse.EmptyBodyHash);
    }

    private TerminalInfo AsAxon(AxonExchange exchange, AxonRequestHeaders request, TerminalInfo status)
    {
        var nonce = NonceRules.UnixNanoseconds(time.GetUtcNow());
        return request.Axon with
        {
            StatusCode = status.StatusCode,
            StatusMessage = status.StatusMessage,
            ProcessTime = status.ProcessTime,
            Version = version.Number,
            Nonce = nonce,
            Uuid = _uuid,
            Signature = exchange.IsVerified ? Sign(nonce, request) : null,
        };
    }

    private static TerminalInfo AsDendrite(AxonExchange exchange, AxonRequestHeaders request) => request.Dendrite with
    {
        Ip = exchange.Request.RemoteAddress?.ToString() ?? request.Dendrite.Ip,
        Port = exchange.Request.RemotePort ?? request.Dendrite.Port,
    };

    /// <summary>Only for proven callers: nobody shall make the axon sign by asking often enough.</summary>
    private string Sign(Int128 nonce, AxonRequestHeaders request)
    {
        var axon = HeaderText.Clean(request.Axon.Hotkey ?? "None");
        return HotkeySignature.Sign(signer, string.Create(CultureInfo.InvariantCulture, $"{nonce}.{request.Dendrite.Hotkey}.{axon}.{_uuid}"));
    }

    private double ProcessTime(AxonExchange exchange) => time.GetElapsedTime(exchange.StartedAt).TotalSeconds;
}
