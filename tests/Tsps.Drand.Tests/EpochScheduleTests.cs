using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Tsps.Drand.Tests.Support;
using Tsps.Testing;

namespace Tsps.Drand.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class EpochScheduleTests
{
    private static readonly EpochSchedule Usual = new(LastEpochBlock: 1000, PendingEpochAt: 0, Tempo: 360, RevealPeriodEpochs: 1);

    [Property(MaxTest = 1000)]
    public Property Finds_the_block_that_a_walk_over_all_blocks_finds()
    {
        var cases =
            from last in Gen.Choose(0, 200)
            from pending in Gen.OneOf(Gen.Constant(0), Gen.Choose(1, 400))
            from tempo in Gen.Choose(1, 60)
            from period in Gen.Choose(0, 5)
            from current in Gen.Choose(0, 300)
            select (Epochs: new EpochSchedule((ulong)last, (ulong)pending, (ushort)tempo, (ulong)period), Current: (ulong)current);
        return Prop.ForAll(cases.ToArbitrary(), item => Assert.Equal(Walk(item.Epochs, item.Current), item.Epochs.RevealBlock(item.Current)));
    }

    [Fact]
    public void The_round_is_that_of_three_blocks_after_the_reveal()
    {
        var now = DrandChain.Quicknet.Genesis + TimeSpan.FromSeconds(30);
        var blocks = 1360 + 3 - 1100;
        Assert.Equal((ulong)((30 + (blocks * 12)) / 3), Usual.RevealRound(DrandChain.Quicknet, 1100, now, EpochSchedule.BlockTime));
    }

    [Fact]
    public void A_tempo_of_zero_is_refused()
    {
        Refusal.Expect<InvalidOperationException>("tempo is 0", () => (Usual with { Tempo = 0 }).RevealBlock(1100));
    }

    [Fact]
    public void A_reveal_beyond_all_blocks_or_the_calendar_is_refused()
    {
        AssertTooFar(() => (Usual with { RevealPeriodEpochs = ulong.MaxValue }).RevealBlock(1100));
        AssertTooFar(() => (Usual with { LastEpochBlock = ulong.MaxValue }).RevealBlock(1100));
        AssertTooFar(() => (Usual with { RevealPeriodEpochs = 0 }).RevealBlock(ulong.MaxValue));
        AssertTooFar(() => (Usual with { RevealPeriodEpochs = uint.MaxValue }).RevealRound(
            DrandChain.Quicknet, 1100, DrandChain.Quicknet.Genesis, EpochSchedule.BlockTime));

        static void AssertTooFar(Func<object> compute) => Refusal.Expect<InvalidOperationException>("beyond all time", compute);
    }

    [Fact]
    public void A_time_before_the_chain_s_first_round_or_a_block_time_of_zero_is_refused()
    {
        var chain = DrandChain.Quicknet;
        Assert.Throws<ArgumentOutOfRangeException>(() => Usual.RevealRound(chain, 1100, DateTimeOffset.UnixEpoch, EpochSchedule.BlockTime));
        Assert.Throws<ArgumentOutOfRangeException>(() => Usual.RevealRound(chain, 1100, chain.Genesis, TimeSpan.Zero));
    }

    /// <summary>The specification word for word, block by block.</summary>
    private static ulong Walk(EpochSchedule epochs, ulong current)
    {
        var (last, pending) = (epochs.LastEpochBlock, epochs.PendingEpochAt);
        var block = current + 1;
        Fire();
        for (ulong fired = 0; fired < epochs.RevealPeriodEpochs;)
        {
            block++;
            if (Fire())
            {
                fired++;
            }
        }

        return block;

        bool Fire()
        {
            var fires = (pending > 0 && block >= pending) || (block >= last && block - last >= epochs.Tempo);
            if (fires)
            {
                (last, pending) = (block, 0);
            }

            return fires;
        }
    }
}
