namespace Tsps.Scoring;

/// <summary>What numpy makes of an answer's tensor when it meets float32 truths (scoring specification, section 2.2).</summary>
public enum AnswerPrecision
{
    /// <summary>Elements of float64, int32 or int64: differences are float64.</summary>
    Float64,

    /// <summary>Elements of float32, float16, int8, uint8, int16 or bool: differences from float32 truths are float32.</summary>
    Float32,
}
