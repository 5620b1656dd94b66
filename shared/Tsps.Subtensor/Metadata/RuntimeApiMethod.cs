namespace Tsps.Subtensor.Metadata;

/// <summary>A method that <c>state_call</c> runs; listed by metadata of version 15.</summary>
/// <param name="Name">As <c>state_call</c> wants it: API, underscore, method.</param>
internal sealed record RuntimeApiMethod(string Name, IReadOnlyList<TypeField> Inputs, uint OutputType);
