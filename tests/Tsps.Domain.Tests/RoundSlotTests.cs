using FsCheck.Xunit;
using Tsps.Testing;

namespace Tsps.Domain.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class RoundSlotTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void An_instant_lies_in_the_slot_that_began_last()
    {
        var slot = RoundSlot.Containing(new DateTimeOffset(2024, 3, 1, 12, 59, 59, 999, TimeSpan.Zero), Hour);
        Assert.Equal("202403011200", slot.Key);
        Assert.Equal("202403011300", slot.Next(Hour).Key);
    }

    [Fact]
    public void Slots_are_those_of_utc_whatever_the_offset_of_the_instant() =>
        Assert.Equal("202402292300", RoundSlot.Containing(new DateTimeOffset(2024, 3, 1, 1, 30, 0, TimeSpan.FromHours(2)), Hour).Key);

    [Property]
    public void A_key_reads_back_as_its_slot(ushort hours)
    {
        var slot = RoundSlot.Containing(DateTimeOffset.UnixEpoch.AddYears(50).AddHours(hours), Hour);
        Assert.Equal(slot, RoundSlot.Parse(slot.Key));
    }

    [Property]
    public void Keys_sort_as_time_does(ushort first, ushort second)
    {
        var one = RoundSlot.Containing(DateTimeOffset.UnixEpoch.AddYears(50).AddHours(first), Hour);
        var other = RoundSlot.Containing(DateTimeOffset.UnixEpoch.AddYears(50).AddHours(second), Hour);
        Assert.Equal(Math.Sign(first - second), Math.Sign(string.CompareOrdinal(one.Key, other.Key)));
        Assert.Equal(first < second, one < other);
    }

    [Fact]
    public void A_text_that_is_no_key_is_refused() => Assert.Throws<FormatException>(() => RoundSlot.Parse("2024-03-01"));
}
