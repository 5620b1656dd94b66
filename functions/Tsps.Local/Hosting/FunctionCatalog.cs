using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.Configuration;
using Tsps.Local.Hosting.Http;
using Tsps.Local.Hosting.Invocation;
using Tsps.Local.Hosting.Timers;

namespace Tsps.Local.Hosting;

/// <summary>The functions of an app, found by the attributes that Azure's build reads too.</summary>
internal sealed class FunctionCatalog
{
    private readonly IConfiguration _configuration;
    private readonly List<TimerFunction> _timers = [];
    private readonly List<HttpFunction> _http = [];
    private readonly List<string> _disabled = [];

    private FunctionCatalog(IConfiguration configuration) => _configuration = configuration;

    /// <summary>By name.</summary>
    internal IReadOnlyList<TimerFunction> Timers => _timers;

    /// <summary>By name.</summary>
    internal IReadOnlyList<HttpFunction> Http => _http;

    /// <summary>Functions that the setting <c>AzureWebJobs.Name.Disabled</c> switches off.</summary>
    internal IReadOnlyList<string> Disabled => _disabled;

    /// <exception cref="InvalidOperationException">A function can't be hosted; the message says which and why.</exception>
    internal static FunctionCatalog Read(FunctionApp app)
    {
        var catalog = new FunctionCatalog(app.Configuration);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, method) in Methods(app).OrderBy(function => function.Name, StringComparer.Ordinal))
        {
            if (!names.Add(name))
            {
                throw new InvalidOperationException($"{app.Name} has two functions named '{name}'.");
            }

            catalog.Add(name, method);
        }

        return catalog;
    }

    private static IEnumerable<(string Name, MethodInfo Method)> Methods(FunctionApp app) =>
        from type in app.Assembly.GetTypes().Where(app.IncludesType)
        where type is { IsClass: true, ContainsGenericParameters: false } && (!type.IsAbstract || type.IsSealed)
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
        let attribute = method.GetCustomAttribute<FunctionAttribute>()
        where attribute is not null
        select (attribute.Name, method);

    private void Add(string name, MethodInfo method)
    {
        if (IsDisabled(name))
        {
            _disabled.Add(name);
            return;
        }

        var trigger = method.GetParameters().SingleOrDefault(parameter => parameter.IsDefined(typeof(TriggerBindingAttribute)))
            ?? throw new InvalidOperationException($"Function '{name}' has no parameter with a trigger.");
        var function = new FunctionMethod(name, method, trigger);
        switch (trigger.GetCustomAttribute<TriggerBindingAttribute>())
        {
            case TimerTriggerAttribute timer when trigger.ParameterType == typeof(TimerInfo):
                _timers.Add(new TimerFunction(function, timer));
                break;
            case HttpTriggerAttribute http when trigger.ParameterType == typeof(Microsoft.AspNetCore.Http.HttpRequest):
                _http.Add(new HttpFunction(function, http));
                break;
            case var other:
                throw new InvalidOperationException(
                    $"Function '{name}' has a {other!.GetType().Name} on a {trigger.ParameterType.Name}; " +
                    "hosted here are TimerTrigger on TimerInfo and HttpTrigger on HttpRequest.");
        }
    }

    private bool IsDisabled(string name) =>
        new[] { $"AzureWebJobs.{name}.Disabled", $"AzureWebJobs:{name}:Disabled" }
            .Select(key => _configuration[key])
            .Any(value => value == "1" || (bool.TryParse(value, out var disabled) && disabled));
}
