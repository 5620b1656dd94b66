namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Marks a result as an output of the function.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public abstract class OutputBindingAttribute : BindingAttribute;
