using Tsps.Bittensor.Axon.Admission;
using Tsps.Domain;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Axon.Admission;

[Trait(Categories.Name, Categories.Unit)]
public sealed class AdmissionPolicyTests
{
    private static readonly Hotkey Validator = new("5GLNKk5H3Ja6YrzrGKJV2WwGsKpXxeJGLmZSYREX7WjPSLVG");
    private static readonly Hotkey Poor = new("5Ey2rJsiU6VfmTEFYLLsxyv2WJKBMDxmHr1aCZNLdkh12jeJ");
    private static readonly Hotkey Stranger = new("5DD6AJGD6XJnj5pmBce9ame64AeaVtiKSgvLKRfnCAhGHEeE");

    private static readonly FixedMetagraph Metagraph = FixedMetagraph.Of((Validator, 12345.678m), (Poor, 0m));

    [Fact]
    public void A_hotkey_of_the_metagraph_passes_and_no_other()
    {
        var policy = new RegisteredHotkeyPolicy(Metagraph);

        Assert.Equal(AdmissionVerdict.Pass, Decide(policy, Validator).Verdict);
        Assert.Equal(AdmissionVerdict.Refuse, Decide(policy, Stranger).Verdict);
        Assert.Equal(AdmissionVerdict.Refuse, Decide(policy, null).Verdict);
    }

    [Fact]
    public void Nobody_is_registered_before_the_metagraph_was_read()
    {
        var decision = Decide(new RegisteredHotkeyPolicy(new FixedMetagraph(null)), Validator);

        Assert.Equal("the metagraph was not read yet", decision.Reason);
    }

    [Theory]
    [InlineData(0, AdmissionVerdict.Pass)]
    [InlineData(12345.678, AdmissionVerdict.Pass)]
    [InlineData(12345.679, AdmissionVerdict.Refuse)]
    public void Stake_below_the_minimum_is_refused(double minimum, AdmissionVerdict verdict) =>
        Assert.Equal(verdict, Decide(new MinimumStakePolicy(Metagraph, (decimal)minimum), Validator).Verdict);

    [Fact]
    public void Stake_zero_passes_a_minimum_of_zero()
    {
        var policy = new MinimumStakePolicy(Metagraph, 0);

        Assert.Equal(AdmissionVerdict.Pass, Decide(policy, Poor).Verdict);
        Assert.Equal(AdmissionVerdict.Pass, Decide(policy, Stranger).Verdict);
    }

    [Fact]
    public void Requests_outside_the_allowed_minutes_are_refused()
    {
        int[] hash = [.. Enumerable.Range(0, 60).Where(minute => IsAllowed(AllowedMinutesPolicy.LiveForwardHash, minute))];
        int[] forward = [.. Enumerable.Range(0, 60).Where(minute => IsAllowed(AllowedMinutesPolicy.LiveForward, minute))];

        Assert.Equal([0, 30], hash);
        Assert.Equal([1, 2, 3, 31, 32, 33], forward);
    }

    [Fact]
    public void The_minute_is_that_of_UTC_whatever_the_offset()
    {
        var india = new DateTimeOffset(2026, 1, 1, 5, 30, 0, TimeSpan.FromMinutes(330));

        Assert.Equal(AdmissionVerdict.Pass, new AllowedMinutesPolicy(0).Decide(new AdmissionRequest("LiveForward", Validator, india)).Verdict);
    }

    [Fact]
    public void A_minute_that_no_hour_has_is_an_error() => Assert.Throws<ArgumentOutOfRangeException>(() => new AllowedMinutesPolicy(60));

    [Fact]
    public void The_allow_list_spares_the_policies_after_it_and_the_deny_list_comes_first_where_it_stands_first()
    {
        var chain = new AdmissionChain(new DenyListPolicy([Poor]), new AllowListPolicy([Stranger, Poor]), new RegisteredHotkeyPolicy(Metagraph));

        Assert.Equal(AdmissionVerdict.Admit, Decide(chain, Stranger).Verdict);
        Assert.Equal("the hotkey is on the deny list", Decide(chain, Poor).Reason);
        Assert.Equal(AdmissionVerdict.Pass, Decide(chain, Validator).Verdict);
    }

    [Fact]
    public void The_first_policy_that_does_not_pass_decides()
    {
        var chain = new AdmissionChain(new RegisteredHotkeyPolicy(Metagraph), new MinimumStakePolicy(Metagraph, 1), new AllowedMinutesPolicy(59));

        Assert.Contains("metagraph", Decide(chain, Stranger).Reason, StringComparison.Ordinal);
        Assert.Contains("stake", Decide(chain, Poor).Reason, StringComparison.Ordinal);
        Assert.Contains("minute", Decide(chain, Validator).Reason, StringComparison.Ordinal);
        Assert.Equal(AdmissionVerdict.Pass, Decide(AdmissionChain.Everybody, null).Verdict);
    }

    private static bool IsAllowed(AllowedMinutesPolicy policy, int minute) =>
        policy.Decide(new AdmissionRequest("LiveForward", Validator, DateTimeOffset.UnixEpoch.AddMinutes(minute))).Verdict == AdmissionVerdict.Pass;

    private static AdmissionDecision Decide(IAdmissionPolicy policy, Hotkey? hotkey) =>
        policy.Decide(new AdmissionRequest("LiveForward", hotkey, DateTimeOffset.UnixEpoch));
}
