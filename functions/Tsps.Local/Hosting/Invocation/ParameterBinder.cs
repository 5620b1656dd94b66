using System.ComponentModel;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Tsps.Local.Hosting.Invocation;

/// <summary>Gives one parameter of a function method its argument.</summary>
internal abstract class ParameterBinder
{
    internal abstract object? Bind(FunctionContext context, object trigger);

    /// <exception cref="InvalidOperationException">Nothing of an invocation fits the parameter.</exception>
    internal static ParameterBinder For(ParameterInfo parameter, bool isTrigger, string entryPoint)
    {
        if (isTrigger)
        {
            return new TriggerBinder();
        }

        if (parameter.ParameterType == typeof(FunctionContext))
        {
            return new ContextBinder();
        }

        if (parameter.ParameterType == typeof(CancellationToken))
        {
            return new TokenBinder();
        }

        return TypeDescriptor.GetConverter(parameter.ParameterType).CanConvertFrom(typeof(string))
            ? new BindingDataBinder(parameter)
            : throw new InvalidOperationException(
                $"Parameter '{parameter.Name}' of {entryPoint} cannot be bound: it is a {parameter.ParameterType.Name}. " +
                "A function takes its trigger, FunctionContext, CancellationToken, and route or query values of simple types.");
    }

    private sealed class TriggerBinder : ParameterBinder
    {
        internal override object? Bind(FunctionContext context, object trigger) => trigger;
    }

    private sealed class ContextBinder : ParameterBinder
    {
        internal override object? Bind(FunctionContext context, object trigger) => context;
    }

    private sealed class TokenBinder : ParameterBinder
    {
        internal override object? Bind(FunctionContext context, object trigger) => context.CancellationToken;
    }

    /// <summary>A value of the route or the query, by the parameter's name.</summary>
    private sealed class BindingDataBinder(ParameterInfo parameter) : ParameterBinder
    {
        private readonly TypeConverter _converter = TypeDescriptor.GetConverter(parameter.ParameterType);
        private readonly bool _takesNull = new NullabilityInfoContext().Create(parameter).WriteState != NullabilityState.NotNull;

        internal override object? Bind(FunctionContext context, object trigger)
        {
            if (context.BindingContext.BindingData.TryGetValue(parameter.Name!, out var value) && value is not null)
            {
                return _converter.ConvertFromInvariantString(value.ToString()!);
            }

            return parameter.HasDefaultValue ? parameter.DefaultValue
                : _takesNull ? null
                : throw new InvalidOperationException($"The call carries no value for '{parameter.Name}'.");
        }
    }
}
