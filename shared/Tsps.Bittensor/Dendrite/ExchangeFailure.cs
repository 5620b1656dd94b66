using System.Net.Sockets;

namespace Tsps.Bittensor.Dendrite;

/// <summary>A failed exchange in the words of SDK 10 (wire specification, section 6, table of errors).</summary>
internal readonly record struct ExchangeFailure(int Status, string Message, DendriteFault Fault)
{
    public static ExchangeFailure Unavailable(string where) => new(503, $"Service unavailable at {where}", DendriteFault.Unreachable);

    public static ExchangeFailure Refused(string where, string why) => new(503, $"Service unavailable at {where}: {why}", DendriteFault.AddressRefused);

    public static ExchangeFailure TimedOut(double seconds) => new(408, $"Request timeout after {Synapses.PythonFloat.Format(seconds)} seconds", DendriteFault.TimedOut);

    /// <summary>What went wrong before the headers were whole.</summary>
    public static ExchangeFailure OfHead(HttpRequestException exception, string where) => exception.HttpRequestError switch
    {
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError => Unavailable(where),
        HttpRequestError.ResponseEnded => new(503, "Service disconnected: Server disconnected", DendriteFault.Disconnected),
        HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded => MalformedHead(exception.Message),
        _ => Broken(exception),
    };

    public static ExchangeFailure MalformedHead(string why) => new(400, $"Client response error: {why}", DendriteFault.MalformedHttp);

    /// <summary>What went wrong within the body.</summary>
    public static ExchangeFailure OfBody(Exception exception) => exception switch
    {
        HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } =>
            new(400, "Payload error: Response payload is not completed", DendriteFault.Disconnected),
        HttpIOException or AnswerTooLongException or InvalidDataException => new(400, $"Payload error: {exception.Message}", DendriteFault.MalformedHttp),
        _ => Broken(exception),
    };

    private static ExchangeFailure Broken(Exception exception)
    {
        var cause = exception;
        while (cause.InnerException is { } inner)
        {
            cause = inner;
        }

        var text = cause is SocketException socket ? $"{socket.SocketErrorCode}: {socket.Message}" : cause.Message;
        return new(422, $"Failed to parse response: {text}", DendriteFault.Disconnected);
    }
}
