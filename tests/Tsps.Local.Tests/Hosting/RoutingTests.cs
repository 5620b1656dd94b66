using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Tsps.Local.Hosting;
using Tsps.Local.Tests.Support;
using Tsps.Testing;

namespace Tsps.Local.Tests.Hosting;

[Trait(Categories.Name, Categories.Unit)]
public sealed class RoutingTests
{
    [Theory]
    [InlineData("GET", "/items/7", "item 7")]
    [InlineData("GET", "/ITEMS/7", "item 7")]
    [InlineData("GET", "/items/7/", "item 7")]
    [InlineData("POST", "/Synapse", "synapse")]
    [InlineData("POST", "/synapse/", "synapse")]
    [InlineData("GET", "/Anything", "anything")]
    [InlineData("DELETE", "/anything", "anything")]
    public async Task Answers_a_route_in_any_case_and_with_a_trailing_slash(string method, string path, string expected)
    {
        await using var host = await TestApp.Of<Functions>().StartAsync();

        var answer = await SendAsync(host, method, path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(expected, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/unknown")]
    [InlineData("GET", "/items/seven")]
    [InlineData("GET", "//items/7")]
    [InlineData("GET", "/Synapse")]
    [InlineData("HEAD", "/items/7")]
    [InlineData("OPTIONS", "/items/7")]
    [InlineData("PUT", "/Synapse")]
    public async Task Answers_what_no_function_takes_with_an_empty_404(string method, string path)
    {
        await using var host = await TestApp.Of<Functions>().StartAsync();

        var answer = await SendAsync(host, method, path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Empty(answer.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("POST", "/Synapse", "synapse")]
    [InlineData("GET", "/Synapse", "Synapse by the catch-all")]
    [InlineData("GET", "/deep/in/there", "deep/in/there by the catch-all")]
    [InlineData("GET", "/", " by the catch-all")]
    public async Task Ranks_a_catch_all_last(string method, string path, string expected)
    {
        await using var host = await (TestApp.Of<Functions>() with { IncludesType = type => type == typeof(Functions) || type == typeof(CatchAll) }).StartAsync();

        var answer = await SendAsync(host, method, path);

        Assert.Equal(expected, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Puts_the_route_prefix_of_host_json_before_every_route()
    {
        await using var host = await (TestApp.Of<Functions>() with { Settings = new HostSettings { RoutePrefix = "api" } }).StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(host, "GET", "/api/items/7")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(host, "GET", "/items/7")).StatusCode);
    }

    [Theory]
    [InlineData("AzureWebJobs.Synapse.Disabled", "true")]
    [InlineData("AzureWebJobs:Synapse:Disabled", "1")]
    public async Task Does_not_answer_for_a_disabled_function(string setting, string value)
    {
        await using var host = await TestApp.Of<Functions>((setting, value)).StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(host, "POST", "/Synapse")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(host, "GET", "/Anything")).StatusCode);
    }

    [Fact]
    public async Task Serves_several_apps_in_one_process()
    {
        await using var first = await TestApp.Of<Functions>().StartAsync();
        await using var second = await TestApp.Of<CatchAll>().StartAsync();

        Assert.NotEqual(first.Address, second.Address);
        Assert.Equal("item 7", await first.Client().GetStringAsync(new Uri("items/7", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal("items/7 by the catch-all", await second.Client().GetStringAsync(new Uri("items/7", UriKind.Relative), TestContext.Current.CancellationToken));
    }

    private static async Task<HttpResponseMessage> SendAsync(FunctionHost host, string method, string path)
    {
        using var client = host.Client();
        using var request = new HttpRequestMessage(new HttpMethod(method), host.Address.GetLeftPart(UriPartial.Authority) + path);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    internal sealed class Functions
    {
        [Function("Item")]
        public IResult Item([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/{id:int}")] HttpRequest request, int id) =>
            Results.Text($"item {id}");

        [Function("Synapse")]
        public IResult Synapse([HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequest request) => Results.Text("synapse");

        [Function("Anything")]
        public IResult Anything([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Text("anything");
    }

    internal sealed class CatchAll
    {
        [Function("Rest")]
        public IResult Rest([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request, string? path) =>
            Results.Text($"{path} by the catch-all");
    }
}
