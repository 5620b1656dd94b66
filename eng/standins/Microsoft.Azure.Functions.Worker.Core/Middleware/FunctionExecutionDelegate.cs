namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>A step of an invocation.</summary>
public delegate Task FunctionExecutionDelegate(FunctionContext context);
