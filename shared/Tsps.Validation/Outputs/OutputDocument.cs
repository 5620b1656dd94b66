namespace Tsps.Validation.Outputs;

/// <summary>An answer to who asks for a published document.</summary>
/// <param name="IsFound">Whether it is the document; else it is <c>{"error": "why there is none"}</c>.</param>
/// <param name="Json">UTF-8.</param>
public sealed record OutputDocument(bool IsFound, BinaryData Json)
{
    /// <summary>There is none, for this reason.</summary>
    public static OutputDocument Missing(string reason) => new(IsFound: false, BinaryData.FromBytes(OutputJson.Write(json =>
    {
        json.StartObject();
        json.Name("error"u8);
        json.Text(reason);
        json.EndObject();
    })));
}
