using System.Text;
using Tsps.Local.Hosting;
using Tsps.Testing;

namespace Tsps.Local.Tests.Hosting;

[Trait(Categories.Name, Categories.Unit)]
public sealed class HostSettingsTests
{
    [Fact]
    public void Reads_prefix_and_timeout()
    {
        var settings = Read("""{ "version": "2.0", "functionTimeout": "00:10:00", "extensions": { "http": { "routePrefix": "" } } }""");

        Assert.Equal("", settings.RoutePrefix);
        Assert.Equal(TimeSpan.FromMinutes(10), settings.FunctionTimeout);
    }

    [Fact]
    public void Has_the_hosts_defaults()
    {
        var settings = Read("""{ "version": "2.0" }""");

        Assert.Equal("api", settings.RoutePrefix);
        Assert.Equal(TimeSpan.FromMinutes(30), settings.FunctionTimeout);
    }

    [Fact]
    public void Takes_minus_one_as_no_timeout() => Assert.Equal(Timeout.InfiniteTimeSpan, Read("""{ "functionTimeout": "-1" }""").FunctionTimeout);

    [Theory]
    [InlineData("""{ "functionTimeout": "soon" }""", "functionTimeout")]
    [InlineData("""{ "functionTimeout": """, "host.json")]
    public void Says_what_is_wrong(string content, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => Read(content)).Message, StringComparison.Ordinal);

    private static HostSettings Read(string content)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(content));
        return HostSettings.Read(stream);
    }
}
