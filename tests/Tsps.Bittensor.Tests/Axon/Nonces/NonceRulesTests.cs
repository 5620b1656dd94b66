using FsCheck.Xunit;
using Tsps.Bittensor.Axon.Nonces;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Axon.Nonces;

[Trait(Categories.Name, Categories.Unit)]
public sealed class NonceRulesTests
{
    private const long Second = 1_000_000_000;
    private const long Sdk6 = 672;
    private const long Sdk10 = 10_005_000;

    private static readonly TimeSpan MaximumWindow = TimeSpan.FromMinutes(10);
    private static readonly Int128 Now = 1_705_838_400_395_001_185;

    [Fact]
    public void A_request_without_nonce_is_refused_as_it_could_be_replayed_for_ever()
    {
        Assert.Equal("Missing Nonce", Refusal(null, Sdk10, 12));
        Assert.Equal("Missing Nonce", Refusal(null, Sdk6, 12));
    }

    [Theory]
    [InlineData(Sdk6, "Nonce is too small")]
    [InlineData(Sdk10, "Nonce is too old, a newer one was last processed")]
    [InlineData(null, "Nonce is too small")]
    public void A_known_caller_must_send_a_greater_nonce(long? version, string refusal)
    {
        Assert.Equal(refusal, Refusal(Now, version, 12, last: Now));
        Assert.Equal(refusal, Refusal(Now - 1, version, 12, last: Now));
        Assert.Null(Refusal(Now + 1, version, 12, last: Now));
    }

    [Fact]
    public void A_time_is_held_against_the_clock_whatever_is_known_of_the_caller()
    {
        Assert.StartsWith("Nonce is too old: acceptable delta", Refusal(Now - (17 * Second), Sdk10, 12, last: Now - (18 * Second)), StringComparison.Ordinal);
        Assert.Null(Refusal(Now - (15 * Second), Sdk10, 12, last: Now - (18 * Second)));
    }

    [Fact]
    public void The_counter_of_a_known_caller_is_not_held_against_the_clock() => Assert.Null(Refusal(6, Sdk6, 12, last: 5));

    [Theory]
    [InlineData(Sdk6)]
    [InlineData(7_001_999L)]
    [InlineData(null)]
    public void The_counter_of_an_old_caller_may_be_any_number(long? version)
    {
        Assert.Null(Refusal(5, version, 30));
        Assert.Null(Refusal(-5, version, 30));
        Assert.Null(Refusal(Int128.Parse("99999999999999999999999999", null), version, 30));
    }

    [Theory]
    [InlineData(7_002_000L)]
    [InlineData(Sdk10)]
    public void A_counter_of_a_caller_that_should_send_the_time_is_too_old(long version) =>
        Assert.Equal("Nonce is too old: acceptable delta is 34.00 seconds but request was 1705838400.40 seconds old", Refusal(5, version, 30));

    [Theory]
    [InlineData(Sdk6)]
    [InlineData(null)]
    public void A_time_is_held_against_the_clock_even_if_the_version_says_that_it_is_a_counter(long? version)
    {
        Assert.StartsWith("Nonce is too old", Refusal(Now - (60 * Second), version, 12), StringComparison.Ordinal);
        Assert.Null(Refusal(Now - Second, version, 12));
    }

    [Fact]
    public void The_timeout_that_a_caller_states_widens_the_window_up_to_the_maximum_only()
    {
        Assert.Null(Refusal(Now - (603 * Second), Sdk10, 1e12));
        Assert.Equal("Nonce is too old: acceptable delta is 604.00 seconds but request was 605.00 seconds old", Refusal(Now - (605 * Second), Sdk10, 1e12));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(null)]
    [InlineData(0.0)]
    public void A_timeout_that_is_no_number_counts_as_none(double? timeout)
    {
        Assert.Null(Refusal(Now - (4 * Second) + 1, Sdk10, timeout));
        Assert.NotNull(Refusal(Now - (4 * Second), Sdk10, timeout));
    }

    [Property]
    public bool Never_throws_whatever_is_stated(long nonce, int scale, long? version, double timeout)
    {
        var claim = new NonceClaim((Int128)nonce * Math.Abs((long)scale), version, timeout);
        var refusal = NonceRules.Refusal(claim, null, Now, MaximumWindow);
        var now = DateTimeOffset.UnixEpoch.AddYears(50);
        return refusal is not "" && NonceRules.KeepUntil(claim, now, MaximumWindow, TimeSpan.FromDays(30)) > now;
    }

    [Property]
    public bool Once_a_row_may_be_forgotten_its_request_is_too_old_for_any_timeout(int secondsAgo, double timeout)
    {
        var now = DateTimeOffset.UnixEpoch.AddYears(50);
        var nonce = NonceRules.UnixNanoseconds(now) - (secondsAgo * (Int128)Second);
        var claim = new NonceClaim(nonce, Sdk10, timeout);
        var later = NonceRules.KeepUntil(claim, now, MaximumWindow, TimeSpan.FromDays(30)).AddMilliseconds(1);

        return NonceRules.Refusal(claim, null, NonceRules.UnixNanoseconds(later), MaximumWindow) is not null;
    }

    private static string? Refusal(Int128? nonce, long? version, double? timeout, Int128? last = null) =>
        NonceRules.Refusal(new NonceClaim(nonce, version, timeout), last, Now, MaximumWindow);
}
