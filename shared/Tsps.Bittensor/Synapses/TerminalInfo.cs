namespace Tsps.Bittensor.Synapses;

/// <summary>One side of an exchange as synapses carry it: the <c>dendrite</c> and <c>axon</c> blocks (wire specification, section 2).</summary>
public sealed record TerminalInfo
{
    public static TerminalInfo Empty { get; } = new();

    /// <summary>An HTTP-like status; 200 is success.</summary>
    public long? StatusCode { get; init; }

    public string? StatusMessage { get; init; }

    /// <summary>Seconds.</summary>
    public double? ProcessTime { get; init; }

    public string? Ip { get; init; }

    public long? Port { get; init; }

    /// <summary>The SDK's version number, see <see cref="SdkVersion"/>.</summary>
    public long? Version { get; init; }

    /// <summary>Peers take integers far beyond 64 bits.</summary>
    public Int128? Nonce
    {
        get => NonceValue is long small ? small : (Int128?)NonceValue;
        init => NonceValue = value is { } nonce ? PythonInteger.Box(nonce) : null;
    }

    public string? Uuid { get; init; }

    /// <summary>SS58 address, as the other side wrote it.</summary>
    public string? Hotkey { get; init; }

    /// <summary><c>0x</c> and 128 hex digits, as the other side wrote it.</summary>
    public string? Signature { get; init; }

    /// <summary><see cref="Nonce"/> as <see cref="PythonInteger.Box"/> gives it.</summary>
    internal object? NonceValue { get; init; }
}
