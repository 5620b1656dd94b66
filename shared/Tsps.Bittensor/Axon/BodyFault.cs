namespace Tsps.Bittensor.Axon;

/// <summary>One entry of the <c>detail</c> list of a 422, which means the whole body.</summary>
/// <param name="Message">What is wrong.</param>
/// <param name="Type">The framework's name for this kind of fault.</param>
internal sealed record BodyFault(string Message, string Type);
