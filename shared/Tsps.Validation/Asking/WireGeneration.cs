namespace Tsps.Validation.Asking;

/// <summary>The subnet's generations of synapses (wire specification, section 1).</summary>
public enum WireGeneration
{
    /// <summary>LiveForward with samples, LiveBackward and the two training synapses.</summary>
    V4,

    /// <summary>LiveForwardHash and LiveForward, both without samples.</summary>
    V6,
}
