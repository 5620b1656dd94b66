using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Tsps.Local.Hosting;
using Tsps.Local.Tests.Support;
using Tsps.Testing;

namespace Tsps.Local.Tests.Hosting;

[Trait(Categories.Name, Categories.Unit)]
public sealed class InvocationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Action", "{\"answer\":42}")]
    [InlineData("Result", "result")]
    [InlineData("ValueTaskResult", "result later")]
    [InlineData("Writes", "written")]
    [InlineData("Static", "static")]
    [InlineData("Bind/abc/12?from=query&absent=", "abc 12 query null 7")]
    [InlineData("Context", "Context True True Context")]
    public async Task Takes_and_gives_what_the_worker_does(string path, string expected)
    {
        await using var host = await App().StartAsync();

        Assert.Equal(expected, await GetAsync(host, path));
    }

    [Fact]
    public async Task Makes_a_new_instance_and_scope_for_each_invocation_and_disposes_of_both()
    {
        await using var host = await App().StartAsync();

        var first = await GetAsync(host, "Scope");
        var second = await GetAsync(host, "Scope");

        Assert.NotEqual(first, second);
        Assert.Equal(["class gone", "scope gone", "class gone", "scope gone"], host.Recorder().Notes);
    }

    [Theory]
    [InlineData("Throws")]
    [InlineData("ThrowsLater")]
    [InlineData("Bind/abc/twelve")]
    public async Task Answers_an_exception_with_an_empty_500(string path)
    {
        var log = new LogLines();
        await using var host = await App().WithLog(log).StartAsync();

        using var client = host.Client();
        var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Token);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Token));
        Assert.Contains(log.All, line => line.Text.Contains("(Failed", StringComparison.Ordinal));
    }

    [Fact]
    public void Names_the_parameter_that_cannot_be_bound()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => new FunctionHost(TestApp.Of<OddParameter>()));

        Assert.Contains("'client'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("OddParameter.Run", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_the_function_whose_result_is_no_answer()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => new FunctionHost(TestApp.Of<OddResult>()));

        Assert.Contains("'Odd'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_the_function_that_is_there_twice()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => new FunctionHost(TestApp.Of<Twice>()));

        Assert.Contains("'Same'", refused.Message, StringComparison.OrdinalIgnoreCase);
    }

    private static FunctionApp App() => TestApp.Of<Functions>() with
    {
        Register = (services, _) => services.AddSingleton<Recorder>().AddScoped<Scoped>(),
    };

    private static async Task<string> GetAsync(FunctionHost host, string path)
    {
        using var client = host.Client();
        return await client.GetStringAsync(new Uri(path, UriKind.Relative), Token);
    }

    internal sealed class Scoped(Recorder recorder) : IDisposable
    {
        public Guid Id { get; } = Guid.NewGuid();

        public void Dispose() => recorder.Notes.Add("scope gone");
    }

    internal sealed class Functions(Recorder recorder, IServiceProvider services) : IDisposable
    {
        private bool _scoped;

        [Function("Action")]
        public Task<IActionResult> ActionAsync([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) =>
            Task.FromResult<IActionResult>(new OkObjectResult(new { Answer = 42 }));

        [Function("Result")]
        public IResult Result([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Text("result");

        [Function("ValueTaskResult")]
        public async ValueTask<IResult> ResultLaterAsync([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, CancellationToken cancellationToken)
        {
            await Task.Delay(1, cancellationToken);
            return Results.Text("result later");
        }

        [Function("Writes")]
        public Task WritesAsync([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => request.HttpContext.Response.WriteAsync("written", Token);

        [Function("Static")]
        public static IResult Static([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Text("static");

        [Function("Bind")]
        public IResult Bind(
            [HttpTrigger(AuthorizationLevel.Anonymous, Route = "Bind/{name}/{number}")] HttpRequest request,
            string name,
            int number,
            string? from,
            string? missing,
            int optional = 7) => Results.Text($"{name} {number} {from} {missing ?? "null"} {optional}");

        [Function("Context")]
        public IResult Context([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, FunctionContext context) => Results.Text(
            $"{context.FunctionDefinition.Name} {ReferenceEquals(context.GetHttpContext(), request.HttpContext)} " +
            $"{ReferenceEquals(context.InstanceServices, request.HttpContext.RequestServices)} {context.FunctionId}");

        [Function("Scope")]
        public IResult Scope([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request)
        {
            _scoped = true;
            return Results.Text(services.GetRequiredService<Scoped>().Id.ToString());
        }

        [Function("Throws")]
        public IResult Throws([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => throw new InvalidOperationException("on purpose");

        [Function("ThrowsLater")]
        public async Task ThrowsLaterAsync([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, CancellationToken cancellationToken)
        {
            await Task.Delay(1, cancellationToken);
            request.HttpContext.Response.Headers["x-left"] = "over";
            throw new InvalidOperationException("on purpose");
        }

        public void Dispose()
        {
            if (_scoped)
            {
                recorder.Notes.Add("class gone");
            }
        }
    }

    internal sealed class OddParameter
    {
        [Function("Odd")]
        public void Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, HttpClient client) => client.CancelPendingRequests();
    }

    internal sealed class OddResult
    {
        [Function("Odd")]
        public string Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => request.Path;
    }

    internal sealed class Twice
    {
        [Function("Same")]
        public void First([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => request.Headers.Clear();

        [Function("same")]
        public void Second([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => request.Headers.Clear();
    }
}
