using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tsps.Local.Apps;
using Tsps.Local.Hosting;
using Tsps.Testing;

namespace Tsps.Local.Tests.Apps;

[Trait(Categories.Name, Categories.Unit)]
public sealed class SubnetAppsTests
{
    private static readonly IConfiguration Settings = new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true",
            ["Wallet:Mnemonic"] = "bottom drive obey lake curtain smoke basket hold race lonely fit walk",
        })
        .Build();

    public static TheoryData<string> Names => ["validator", "miner"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Takes_prefix_and_timeout_from_the_apps_own_host_json(string name)
    {
        var app = App(name);

        Assert.Equal("", app.Settings.RoutePrefix);
        Assert.Equal(TimeSpan.FromMinutes(10), app.Settings.FunctionTimeout);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Has_every_service_that_its_functions_need(string name)
    {
        var app = App(name);
        await using var host = new FunctionHost(app);
        var catalog = FunctionCatalog.Read(app);
        await using var scope = host.Services.CreateAsyncScope();

        Assert.NotEmpty(catalog.Timers);
        Assert.NotEmpty(catalog.Http);
        foreach (var function in catalog.Timers.Select(timer => timer.Method).Concat(catalog.Http.Select(http => http.Method)))
        {
            Assert.Null(Record.Exception(() => function.Create(scope.ServiceProvider)));
        }
    }

    [Theory]
    [InlineData("validator", null, "0 25,55 * * * *")]
    [InlineData("miner", "", "0 25,55 * * * *")]
    [InlineData("validator", "0 */20 * * * *", "0 */20 * * * *")]
    [InlineData("miner", "0 */20 * * * *", "0 */20 * * * *")]
    public void Refreshes_the_metagraph_at_minutes_25_and_55_unless_a_setting_says_otherwise(string name, string? setting, string expected)
    {
        var app = App(name, new ConfigurationBuilder().AddConfiguration(Settings).AddInMemoryCollection([KeyValuePair.Create("MetagraphSchedule", setting)]).Build());

        var timer = Assert.Single(FunctionCatalog.Read(app).Timers, timer => timer.Name == "Metagraph");

        Assert.Equal(expected, timer.ResolveSchedule(app.Configuration).Expression);
    }

    private static FunctionApp App(string name, IConfiguration? settings = null) =>
        name == "miner" ? SubnetApps.Miner(name, settings ?? Settings) : SubnetApps.Validator(name, settings ?? Settings);
}
