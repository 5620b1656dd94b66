namespace Microsoft.Azure.Functions.Worker;

/// <summary>The root of the retry policies of a function.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class RetryAttribute : Attribute;
