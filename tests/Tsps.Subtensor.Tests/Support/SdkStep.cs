using System.Text.Json;

namespace Tsps.Subtensor.Tests.Support;

/// <summary>What an SDK was asked to do, the frames of it and what it made of them.</summary>
/// <param name="Before">This step and all before it of the same SDK.</param>
internal sealed record SdkStep(string Sdk, string Name, JsonElement Json, IReadOnlyList<JsonElement> Before);
