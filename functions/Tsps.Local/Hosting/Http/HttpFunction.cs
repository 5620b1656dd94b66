using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Tsps.Local.Hosting.Invocation;

namespace Tsps.Local.Hosting.Http;

/// <summary>A function with an HttpTrigger.</summary>
internal sealed class HttpFunction
{
    private readonly HttpTriggerAttribute _trigger;

    /// <exception cref="InvalidOperationException">It returns what no answer can be made of.</exception>
    internal HttpFunction(FunctionMethod method, HttpTriggerAttribute trigger)
    {
        Method = method;
        _trigger = trigger;
        if (method.ResultType != typeof(void) && !method.ResultType.IsAssignableTo(typeof(IActionResult)) && !method.ResultType.IsAssignableTo(typeof(IResult)))
        {
            throw new InvalidOperationException(
                $"Function '{Name}' returns {method.ResultType.Name}; an HTTP function returns IActionResult, IResult, or nothing once it has written its answer.");
        }
    }

    internal FunctionMethod Method { get; }

    internal string Name => Method.Name;

    /// <summary>The methods answered; none means all.</summary>
    internal IReadOnlyList<string> Methods => _trigger.Methods ?? [];

    internal AuthorizationLevel AuthLevel => _trigger.AuthLevel;

    /// <summary>The route below the prefix; without one it is the function's name.</summary>
    internal string Route(string prefix) => string.Join('/', new[] { prefix, string.IsNullOrEmpty(_trigger.Route) ? Name : _trigger.Route }.Where(part => part.Length > 0));
}
