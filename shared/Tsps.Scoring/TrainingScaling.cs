using Tsps.Domain;

namespace Tsps.Scoring;

/// <summary>What training requests carry (scoring specification, sections 6.8 and 9).</summary>
public static class TrainingScaling
{
    /// <summary>The samples of a TrainingForward: every row but the times scaled by its own bounds.</summary>
    /// <exception cref="ArgumentException">There are no samples.</exception>
    public static Samples ScaleSamples(Samples samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        var values = samples.Values.ToArray();
        for (var row = SampleRow.Close; row <= SampleRow.Volume; row++)
        {
            ScaleInPlace(values.AsSpan((int)row * samples.Columns, samples.Columns));
        }

        return new(samples.Columns, values);
    }

    /// <summary>The true closes of a TrainingBackward, scaled by their own bounds.</summary>
    /// <exception cref="ArgumentException">There are no closes.</exception>
    public static double[] ScaleCloses(ReadOnlySpan<double> closes)
    {
        var scaled = closes.ToArray();
        ScaleInPlace(scaled);
        return scaled;
    }

    private static void ScaleInPlace(Span<double> values)
    {
        var scale = ValueScale.Of(values);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = scale.Scale(values[i]);
        }
    }
}
