namespace Tsps.Scoring;

/// <summary>The number type in which a generation keeps the true closes, their ratio and their standard deviation.</summary>
public enum TruthPrecision
{
    Float64,
    Float32,
}
