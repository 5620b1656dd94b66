namespace Tsps.Subtensor;

/// <summary>A node answered a request with an error.</summary>
public sealed class RpcException : SubtensorException
{
    public RpcException()
    {
    }

    public RpcException(string message)
        : base(message)
    {
    }

    public RpcException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal RpcException(string method, int code, string reason, string? data, Exception innerException)
        : base($"The node answered {method} with error {code}: {reason}{(data is null ? "" : $" ({data})")}", innerException)
    {
        Code = code;
        Reason = reason;
        ErrorData = data;
    }

    /// <summary>The JSON-RPC error code.</summary>
    public int Code { get; }

    /// <summary>The node's message.</summary>
    public string Reason { get; } = "";

    /// <summary>What the node added to its message; text or JSON.</summary>
    public string? ErrorData { get; }
}
