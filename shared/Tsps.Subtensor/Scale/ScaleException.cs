namespace Tsps.Subtensor.Scale;

/// <summary>Bytes of the chain that are no valid SCALE encoding of what they should be, or a value that a type cannot hold.</summary>
internal sealed class ScaleException(string message) : SubtensorException(message);
