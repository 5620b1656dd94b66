using System.Net.Mime;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;

namespace Tsps.Bittensor.Axon;

/// <summary>From the bytes of a body to the synapse (wire specification, section 4, steps 7 to 9).</summary>
internal static class BodyFormat
{
    private const string ContentTypeHeader = "content-type";

    /// <summary>Null when the body may be JSON. Callers of SDK 6 may leave the header out, those of SDK 10 not, as with their own axons.</summary>
    public static AxonFailure? CheckContentType(AxonExchange exchange)
    {
        var value = exchange.Request.Headers.LastOrDefault(header => header.Key.Equals(ContentTypeHeader, StringComparison.OrdinalIgnoreCase)).Value;
        var isFine = value is null ? exchange.Sdk == CallerSdk.Six : IsJson(value);
        return isFine ? null : AxonFailures.WrongContentType(exchange.Sdk);
    }

    /// <summary>Null once the synapse is read.</summary>
    public static AxonFailure? Read(AxonExchange exchange, ReadOnlyMemory<byte> body, TensorLimits limits, out Synapse? synapse)
    {
        synapse = null;
        try
        {
            synapse = SynapseJson.Read(exchange.Route!.Type, body, limits);
        }
        catch (SynapseFormatException exception)
        {
            return Refuse(exchange, exception);
        }

        var stated = exchange.Headers!.ComputedBodyHash;
        return stated == Synapse.EmptyBodyHash ? null : AxonFailures.HashMismatch(exchange.Sdk, stated);
    }

    private static AxonFailure Refuse(AxonExchange exchange, SynapseFormatException exception) => exception.Fault switch
    {
        SynapseBodyFault.NotUtf8 => AxonFailures.BodyNotText(exception.Message),
        SynapseBodyFault.NotJson => AxonFailures.BodyNotJson(exception.Message),
        SynapseBodyFault.WrongTensor => AxonFailures.TensorRefused(exception.Message),
        SynapseBodyFault.NotAnObject => AxonFailures.BodyNotAnObject(exchange.Sdk, exception.Message),
        _ => AxonFailures.MemberWrong(exchange.Sdk, exception.Message),
    };

    private static bool IsJson(string contentType)
    {
        var end = contentType.IndexOf(';', StringComparison.Ordinal);
        var mediaType = (end < 0 ? contentType : contentType[..end]).Trim();
        return mediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase)
            || (mediaType.StartsWith("application/", StringComparison.OrdinalIgnoreCase) && mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
    }
}
