using System.Reflection;

namespace Tsps.Local.Hosting.Invocation;

/// <summary>Waits for what a function method returns: nothing, a value, or a Task or ValueTask of either.</summary>
internal static class MethodResult
{
    /// <returns>The type of the awaited result (<c>void</c> when there is none) and how to await it.</returns>
    internal static (Type Type, Func<object?, ValueTask<object?>> Await) For(Type returnType)
    {
        if (returnType == typeof(Task))
        {
            return (typeof(void), FromTaskAsync);
        }

        if (returnType == typeof(ValueTask))
        {
            return (typeof(void), FromValueTaskAsync);
        }

        if (returnType.IsGenericType && returnType.GetGenericTypeDefinition() is var open && (open == typeof(Task<>) || open == typeof(ValueTask<>)))
        {
            var type = returnType.GenericTypeArguments[0];
            var name = open == typeof(Task<>) ? nameof(FromTaskOfAsync) : nameof(FromValueTaskOfAsync);
            var method = typeof(MethodResult).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type);
            return (type, method.CreateDelegate<Func<object?, ValueTask<object?>>>());
        }

        return (returnType, static result => ValueTask.FromResult(result));
    }

    private static async ValueTask<object?> FromTaskAsync(object? result)
    {
        await (Task)result!;
        return null;
    }

    private static async ValueTask<object?> FromValueTaskAsync(object? result)
    {
        await (ValueTask)result!;
        return null;
    }

    private static async ValueTask<object?> FromTaskOfAsync<T>(object? result) => await (Task<T>)result!;

    private static async ValueTask<object?> FromValueTaskOfAsync<T>(object? result) => await (ValueTask<T>)result!;
}
