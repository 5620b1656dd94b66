namespace Tsps.Scoring;

/// <summary>Names of tensor element types.</summary>
public static class AnswerPrecisions
{
    private const string TorchPrefix = "torch.";

    /// <summary>The precision for an element type as synapses name it, such as <c>torch.float32</c> or <c>float32</c>.</summary>
    /// <exception cref="ArgumentException">No such element type.</exception>
    public static AnswerPrecision OfElementType(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return (name.StartsWith(TorchPrefix, StringComparison.Ordinal) ? name[TorchPrefix.Length..] : name) switch
        {
            "float64" or "double" or "int32" or "int64" => AnswerPrecision.Float64,
            "float32" or "float16" or "bfloat16" or "int8" or "uint8" or "int16" or "bool" => AnswerPrecision.Float32,
            _ => throw new ArgumentException(
                $"'{name}' is no element type of an answer; float64, float32, float16, int64, int32, int16, int8, uint8 and bool are.",
                nameof(name)),
        };
    }
}
