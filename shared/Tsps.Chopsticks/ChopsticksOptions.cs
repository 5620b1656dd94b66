namespace Tsps.Chopsticks;

/// <summary>How a local chain of our own is started.</summary>
public sealed record ChopsticksOptions
{
    /// <summary>The variable that names Chopsticks' entry, such as <c>node_modules/@acala-network/chopsticks/chopsticks.cjs</c>; <c>./tsps</c> sets it.</summary>
    public const string EntryVariable = "TSPS_CHOPSTICKS";

    /// <summary>The variable that names a raw chain specification.</summary>
    public const string SpecificationVariable = "TSPS_CHAIN_SPEC";

    internal const string NoNode = "The local chain needs Node.js 20 or newer, and no `node` was found on the PATH.";

    /// <summary>Chopsticks' entry, a JavaScript file.</summary>
    public string? Entry { get; init; } = Find(EntryVariable);

    /// <summary>The raw specification of the chain, with the runtime and its first state.</summary>
    public string? Specification { get; init; } = Find(SpecificationVariable);

    /// <summary>0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>How long it may take until it answers.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Tells the time that the chain begins at.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Why no chain can be started so, and what to do; null when nothing is in the way.</summary>
    public string? Hindrance =>
        string.IsNullOrEmpty(Specification)
            ? $"There is no chain specification: give `./tsps demo` a raw one with --chain-spec, or name it in {SpecificationVariable}, such as scripts/specs/raonet.json of its public repository."
            : !File.Exists(Specification) ? $"The chain specification {Specification} does not exist."
            : string.IsNullOrEmpty(Entry) ? $"There is no Chopsticks: ./tsps installs it, or set {EntryVariable} to its chopsticks.cjs."
            : !File.Exists(Entry) ? $"{EntryVariable} names {Entry}, which does not exist; ./tsps installs Chopsticks where it is not set."
            : !HasNode() ? NoNode
            : null;

    /// <summary>An empty variable counts as absent.</summary>
    private static string? Find(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    private static bool HasNode()
    {
        var name = OperatingSystem.IsWindows() ? "node.exe" : "node";
        var folders = (Find("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return Array.Exists(folders, folder => File.Exists(Path.Combine(folder, name)));
    }
}
