namespace Tsps.Validation.Outputs;

/// <summary>An answer to who asks for a published document.</summary>
/// <param name="IsFound">Whether it is the document; else it is <c>{"error": "why there is none"}</c>.</param>
/// <param name="Json">UTF-8.</param>
public sealed record OutputDocument(bool IsFound, BinaryData Json);
