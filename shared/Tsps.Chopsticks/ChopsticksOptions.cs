namespace Tsps.Chopsticks;

/// <summary>How a local chain of our own is started.</summary>
public sealed record ChopsticksOptions
{
    /// <summary>The variable that names Chopsticks' entry, such as <c>node_modules/@acala-network/chopsticks/chopsticks.cjs</c>; <c>./tsps</c> sets it.</summary>
    public const string EntryVariable = "TSPS_CHOPSTICKS";

    /// <summary>The variable that names a raw chain specification.</summary>
    public const string SpecificationVariable = "TSPS_CHAIN_SPEC";

    /// <summary>Chopsticks' entry, a JavaScript file.</summary>
    public string? Entry { get; init; } = Environment.GetEnvironmentVariable(EntryVariable);

    /// <summary>The raw specification of the chain, with the runtime and its first state.</summary>
    public string? Specification { get; init; } = Environment.GetEnvironmentVariable(SpecificationVariable);

    /// <summary>0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>How long it may take until it answers.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Why no chain can be started so, and what to do; null when nothing is in the way.</summary>
    public string? Hindrance =>
        string.IsNullOrEmpty(Specification)
            ? $"There is no chain specification: set {SpecificationVariable} to a raw one of Subtensor, such as scripts/specs/raonet.json of its public repository."
            : !File.Exists(Specification) ? $"The chain specification {Specification} does not exist."
            : string.IsNullOrEmpty(Entry) ? $"There is no Chopsticks: ./tsps installs it, or set {EntryVariable} to its chopsticks.cjs."
            : !File.Exists(Entry) ? $"{EntryVariable} names {Entry}, which does not exist; ./tsps installs Chopsticks where it is not set."
            : null;
}
