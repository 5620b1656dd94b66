namespace Tsps.Validation.Tests;

/// <summary>The instance is gone; nothing in the product knows of this exception.</summary>
internal sealed class InstanceDiedException() : Exception("The instance was ended after a write.");
