namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>The root of every binding's attribute.</summary>
public abstract class BindingAttribute : Attribute;
