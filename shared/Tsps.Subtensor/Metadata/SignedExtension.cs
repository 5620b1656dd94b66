namespace Tsps.Subtensor.Metadata;

/// <summary>A part of every signed extrinsic.</summary>
/// <param name="ExtraType">What goes into the extrinsic.</param>
/// <param name="AdditionalType">What is only signed.</param>
internal sealed record SignedExtension(string Identifier, uint ExtraType, uint AdditionalType);
