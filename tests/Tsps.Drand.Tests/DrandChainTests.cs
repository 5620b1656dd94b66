using FsCheck.Xunit;
using Tsps.Drand.Tests.Support;
using Tsps.Testing;

namespace Tsps.Drand.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class DrandChainTests
{
    private static DrandChain Quicknet => DrandChain.Quicknet;

    [Fact]
    public void Round_one_comes_at_the_genesis_and_another_each_period()
    {
        Assert.Equal(1UL, Quicknet.RoundAt(Quicknet.Genesis));
        Assert.Equal(1UL, Quicknet.RoundAt(Quicknet.Genesis + Quicknet.Period - TimeSpan.FromTicks(1)));
        Assert.Equal(2UL, Quicknet.RoundAt(Quicknet.Genesis + Quicknet.Period));
        Assert.Equal(Quicknet.Genesis, Quicknet.TimeOf(1));
        Assert.Equal(Quicknet.Genesis + TimeSpan.FromSeconds(2997), Quicknet.TimeOf(1000));
    }

    [Property]
    public bool A_round_is_the_newest_from_its_time_on(uint number)
    {
        var round = number + 1UL;
        var time = Quicknet.TimeOf(round);
        return Quicknet.RoundAt(time) == round && Quicknet.RoundAt(time + Quicknet.Period) == round + 1;
    }

    [Fact]
    public void There_is_no_round_before_the_first()
    {
        Refusal.Expect<ArgumentOutOfRangeException>("2023-08-23", () => Quicknet.RoundAt(Quicknet.Genesis - TimeSpan.FromTicks(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Quicknet.TimeOf(0));
    }

    [Fact]
    public void Rounds_that_no_calendar_has_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Quicknet.TimeOf(ulong.MaxValue));
        var last = Quicknet.RoundAt(DateTimeOffset.MaxValue);
        Assert.InRange(Quicknet.TimeOf(last), DateTimeOffset.MaxValue - Quicknet.Period, DateTimeOffset.MaxValue);
        Assert.Throws<ArgumentOutOfRangeException>(() => Quicknet.TimeOf(last + 1));
    }

    [Fact]
    public void A_public_key_must_be_a_point_and_a_period_positive()
    {
        var key = Quicknet.PublicKey;
        Assert.Throws<PointFormatException>(() => new DrandChain(key.Span[1..], Quicknet.Genesis, Quicknet.Period));
        Assert.Throws<PointFormatException>(() => new DrandChain(new byte[96], Quicknet.Genesis, Quicknet.Period));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DrandChain(key.Span, Quicknet.Genesis, TimeSpan.Zero));
    }
}
