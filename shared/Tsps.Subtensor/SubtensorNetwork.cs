namespace Tsps.Subtensor;

/// <summary>A chain: where its nodes listen, best first, and the genesis hash that they must have.</summary>
/// <param name="Name"><c>finney</c>, <c>test</c>, <c>archive</c>, <c>local</c> or <c>custom</c>.</param>
/// <param name="GenesisHash">Hex; null when any will do.</param>
public sealed record SubtensorNetwork(string Name, IReadOnlyList<Uri> Endpoints, string? GenesisHash)
{
    private const string MainGenesis = "0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03";

    /// <summary>The main network.</summary>
    public static SubtensorNetwork Finney { get; } = new(
        "finney",
        [new("wss://entrypoint-finney.opentensor.ai:443"), new("wss://lite.chain.opentensor.ai:443"), new("wss://lite.sub.latent.to:443")],
        MainGenesis);

    /// <summary>The public test network.</summary>
    public static SubtensorNetwork Test { get; } = new("test", [new("wss://test.finney.opentensor.ai:443")], null);

    /// <summary>The main network with all its history.</summary>
    public static SubtensorNetwork Archive { get; } = new(
        "archive",
        [new("wss://archive.chain.opentensor.ai:443"), new("wss://archive.sub.latent.to:443")],
        MainGenesis);

    /// <summary>A node on this machine.</summary>
    public static SubtensorNetwork Local { get; } = new("local", [new("ws://127.0.0.1:9944")], null);

    /// <summary>Reads a network's name, or one or several (comma between them) ws and wss addresses of nodes of one chain.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static SubtensorNetwork Parse(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts is [var name] && Named(name) is { } network)
        {
            return network;
        }

        return parts.Length > 0
            ? new SubtensorNetwork("custom", [.. parts.Select(part => FindEndpoint(part) ?? throw Invalid(MayHoldSecret(text) ? text : part))], null)
            : throw Invalid(text);
    }

    /// <summary>Tells chains apart, as far as settings do: the genesis hash where it is known, else the name or the nodes' addresses, without passwords and keys.</summary>
    public string Key => GenesisHash ?? ToString();

    /// <summary>The name, or the addresses as <see cref="EndpointText"/> shows them.</summary>
    public override string ToString() => Name == "custom" ? string.Join(',', Endpoints.Select(EndpointText.Of)) : Name;

    private static SubtensorNetwork? Named(string name) =>
        new[] { Finney, Test, Archive, Local }.FirstOrDefault(network => network.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static Uri? FindEndpoint(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "ws" or "wss" ? uri : null;

    /// <summary>A password or a key may have a comma in it, and then its second half would look like a part of its own.</summary>
    private static bool MayHoldSecret(string text) => text.AsSpan().ContainsAny("@?#");

    private static FormatException Invalid(string text) =>
        new($"'{EndpointText.OfInvalid(text)}' is no network: name finney, test, archive or local, or give the address of a node such as ws://127.0.0.1:9944.");
}
