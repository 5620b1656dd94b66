using System.Net;
using Microsoft.Extensions.Configuration;
using Tsps.Bittensor.Axon.Admission;
using Tsps.Domain;
using Tsps.Neurons;
using Tsps.Testing;

namespace Tsps.Mining.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class MinerSettingsTests
{
    private const string Alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    private const string Bob = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";

    [Fact]
    public void Without_settings_everybody_may_ask_in_the_references_minutes_and_no_proxy_is_trusted()
    {
        var settings = Read();
        Assert.Empty(settings.AllowedHotkeys);
        Assert.Empty(settings.DeniedHotkeys);
        Assert.Equal("0,30", OpenMinutes(settings.HashMinutes));
        Assert.Null(settings.ForwardMinutes);
        Assert.Equal("1,2,3,31,32,33", OpenMinutes(settings.BareForwardMinutes));
        Assert.False(settings.TrustedProxies.Trust(IPAddress.Loopback));
    }

    [Fact]
    public void Lists_are_separated_by_commas()
    {
        var settings = Read(("Miner:AllowedHotkeys", $"{Alice}, {Bob}"), ("Miner:DeniedHotkeys", Bob), ("Axon:TrustedProxies", "127.0.0.1,::1"));
        Assert.Equal([new Hotkey(Alice), new Hotkey(Bob)], settings.AllowedHotkeys);
        Assert.Equal([new Hotkey(Bob)], settings.DeniedHotkeys);
        Assert.True(settings.TrustedProxies.Trust(IPAddress.IPv6Loopback));
    }

    [Theory]
    [InlineData("Miner:HashMinutes", "v6", "0,30")]
    [InlineData("Miner:ForwardMinutes", "v6", "1,2,3,31,32,33")]
    [InlineData("Miner:HashMinutes", "5, 59", "5,59")]
    public void Minutes_are_a_list_or_those_of_the_reference(string name, string value, string open)
    {
        var settings = Read((name, value));
        Assert.Equal(open, OpenMinutes(name == "Miner:HashMinutes" ? settings.HashMinutes : settings.ForwardMinutes));
    }

    [Fact]
    public void One_list_of_minutes_is_for_LiveForward_with_samples_and_without() =>
        Assert.Null(Read(("Miner:ForwardMinutes", "5")).BareForwardMinutes);

    [Fact]
    public void Any_minute_can_be_opened()
    {
        var settings = Read(("Miner:HashMinutes", "any"), ("Miner:ForwardMinutes", "any"));
        Assert.Null(settings.HashMinutes);
        Assert.Null(settings.ForwardMinutes);
        Assert.Null(settings.BareForwardMinutes);
    }

    [Theory]
    [InlineData("Miner:HashMinutes", "0,60", "60", "0,30")]
    [InlineData("Miner:ForwardMinutes", "v5", "v5", "v6")]
    [InlineData("Miner:AllowedHotkeys", "5Bogus", "5Bogus", "SS58")]
    [InlineData("Miner:DeniedHotkeys", Alice + "x", Alice + "x", "SS58")]
    [InlineData("Axon:TrustedProxies", "10.0.0.0/40", "10.0.0.0/40", "10.0.0.0/8")]
    public void A_wrong_value_is_refused_with_its_name_and_an_example(string name, string value, string wrong, string hint)
    {
        var refused = Assert.Throws<InvalidSettingException>(() => Read((name, value)));
        Assert.Contains(name.Replace(":", "__", StringComparison.Ordinal), refused.Message, StringComparison.Ordinal);
        Assert.Contains($"'{wrong}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains(hint, refused.Message, StringComparison.Ordinal);
    }

    private static string OpenMinutes(AllowedMinutesPolicy? policy)
    {
        Assert.NotNull(policy);
        var start = new DateTimeOffset(2024, 3, 1, 7, 0, 0, TimeSpan.Zero);
        return string.Join(',', Enumerable.Range(0, 60).Where(minute => policy.Decide(new AdmissionRequest("X", null, start.AddMinutes(minute))).Verdict == AdmissionVerdict.Pass));
    }

    private static MinerSettings Read(params (string Name, string Value)[] values) => MinerSettings.Read(new SettingReader(
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(value => KeyValuePair.Create(value.Name, (string?)value.Value))).Build()));
}
