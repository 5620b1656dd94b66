using System.Text.Json;

namespace Tsps.Subtensor.Tests.Support;

/// <summary>A request and its answer.</summary>
/// <param name="Result">Null for a null, and for an error.</param>
internal sealed record Exchange(string Method, IReadOnlyList<JsonElement> Parameters, JsonElement? Result, JsonElement Answer);
