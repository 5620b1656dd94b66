namespace Tsps.Domain;

/// <summary>The SS58 address (format 42) of a neuron's hotkey: who asked, who answered, who is scored.</summary>
/// <remarks>A name only; whether it decodes to a key is the Bittensor room's business.</remarks>
public readonly record struct Hotkey : IComparable<Hotkey>
{
    private readonly string? _address;

    /// <exception cref="ArgumentException">The address is empty or has white space or control characters.</exception>
    public Hotkey(string address)
    {
        ArgumentException.ThrowIfNullOrEmpty(address);
        if (address.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new ArgumentException("A hotkey is an SS58 address such as 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY.", nameof(address));
        }

        _address = address;
    }

    public string Address => _address ?? "";

    public int CompareTo(Hotkey other) => string.CompareOrdinal(Address, other.Address);

    public override string ToString() => Address;

    public static bool operator <(Hotkey left, Hotkey right) => left.CompareTo(right) < 0;

    public static bool operator >(Hotkey left, Hotkey right) => left.CompareTo(right) > 0;

    public static bool operator <=(Hotkey left, Hotkey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Hotkey left, Hotkey right) => left.CompareTo(right) >= 0;
}
