using System.Globalization;

namespace Tsps.Domain;

/// <summary>The place of a round on the clock: the UTC minute that its window of asking begins. One round a stream and slot.</summary>
public readonly record struct RoundSlot(DateTimeOffset Start) : IComparable<RoundSlot>
{
    private const string KeyFormat = "yyyyMMddHHmm";

    /// <summary>Twelve digits, <c>yyyyMMddHHmm</c> UTC, so that keys sort as time does.</summary>
    public string Key => Start.UtcDateTime.ToString(KeyFormat, CultureInfo.InvariantCulture);

    /// <summary>The slot whose window holds <paramref name="instant"/>.</summary>
    /// <param name="period">How far slots lie apart: an hour, or a divisor of a day.</param>
    public static RoundSlot Containing(DateTimeOffset instant, TimeSpan period) =>
        new(new DateTimeOffset(instant.UtcTicks - (instant.UtcTicks % period.Ticks), TimeSpan.Zero));

    /// <exception cref="FormatException">The key has not the form of <see cref="Key"/>.</exception>
    public static RoundSlot Parse(string key) =>
        new(DateTimeOffset.ParseExact(key, KeyFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal));

    public RoundSlot Next(TimeSpan period) => new(Start + period);

    public int CompareTo(RoundSlot other) => Start.CompareTo(other.Start);

    public override string ToString() => Key;

    public static bool operator <(RoundSlot left, RoundSlot right) => left.CompareTo(right) < 0;

    public static bool operator >(RoundSlot left, RoundSlot right) => left.CompareTo(right) > 0;

    public static bool operator <=(RoundSlot left, RoundSlot right) => left.CompareTo(right) <= 0;

    public static bool operator >=(RoundSlot left, RoundSlot right) => left.CompareTo(right) >= 0;
}
