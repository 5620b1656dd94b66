using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Tsps.Local.Hosting.Invocation;

/// <summary>A method with <c>[Function]</c>, ready to be called.</summary>
internal sealed class FunctionMethod
{
    private readonly MethodInfo _method;
    private readonly ObjectFactory? _create;
    private readonly IReadOnlyList<ParameterBinder> _binders;
    private readonly Func<object?, ValueTask<object?>> _awaitResult;

    internal FunctionMethod(string name, MethodInfo method, ParameterInfo trigger)
    {
        Name = name;
        _method = method;
        _create = method.IsStatic ? null : ActivatorUtilities.CreateFactory(method.ReflectedType!, Type.EmptyTypes);
        _binders = [.. method.GetParameters().Select(parameter => ParameterBinder.For(parameter, isTrigger: parameter == trigger, EntryPoint))];
        (ResultType, _awaitResult) = MethodResult.For(method.ReturnType);
    }

    internal string Name { get; }

    internal string EntryPoint => $"{_method.ReflectedType!.FullName}.{_method.Name}";

    internal string PathToAssembly => _method.Module.FullyQualifiedName;

    internal IEnumerable<FunctionParameter> Parameters => _method.GetParameters().Select(parameter => new FunctionParameter(parameter.Name!, parameter.ParameterType));

    /// <summary>What the method gives once awaited; <c>void</c> when nothing.</summary>
    internal Type ResultType { get; }

    /// <summary>A new instance of the function's class; null for a static method.</summary>
    /// <exception cref="InvalidOperationException">A service that its constructor takes is not registered.</exception>
    internal object? Create(IServiceProvider services) => _create?.Invoke(services, null);

    /// <summary>Calls the method on a new instance of its class, made from the invocation's services.</summary>
    internal async Task<object?> InvokeAsync(FunctionContext context, object trigger)
    {
        var instance = Create(context.InstanceServices);
        try
        {
            var arguments = new object?[_binders.Count];
            for (var i = 0; i < arguments.Length; i++)
            {
                arguments[i] = _binders[i].Bind(context, trigger);
            }

            return await _awaitResult(_method.Invoke(instance, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null));
        }
        finally
        {
            await DisposeAsync(instance);
        }
    }

    private static ValueTask DisposeAsync(object? instance)
    {
        if (instance is IAsyncDisposable asyncDisposable)
        {
            return asyncDisposable.DisposeAsync();
        }

        (instance as IDisposable)?.Dispose();
        return ValueTask.CompletedTask;
    }
}
