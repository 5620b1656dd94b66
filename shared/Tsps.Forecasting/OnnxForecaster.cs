using System.Numerics;
using Tsps.Domain;
using Tsps.Forecasting.Onnx;
using Tsps.Forecasting.V4;

namespace Tsps.Forecasting;

/// <summary>A generation-4 LSTM in ONNX form with its pipeline: a straight line to the close that it predicts (models specification, section 2).</summary>
/// <remarks>Safe for use from many threads. Disposing does not disturb forecasts that are under way.</remarks>
public sealed class OnnxForecaster : IForecaster, IDisposable
{
    private readonly OnnxModel _model;

    /// <param name="name">The model's name as settings know it.</param>
    /// <param name="file">The content of an ONNX file.</param>
    /// <exception cref="InvalidDataException">The file is no ONNX model with 4 features (close, high, low, volume) and 1 output.</exception>
    public OnnxForecaster(string name, ReadOnlyMemory<byte> file)
    {
        _model = new OnnxModel(name, file);
        if (_model.Features != V4Pipeline.FeatureCount || _model.Outputs != 1)
        {
            var (features, outputs) = (_model.Features, _model.Outputs);
            _model.Dispose();
            throw new InvalidDataException(
                $"The model {name} has {features} features and {outputs} outputs; this pipeline needs {V4Pipeline.FeatureCount} (close, high, low, volume) and 1.");
        }
    }

    public string Name => _model.Name;

    /// <summary>Columns that samples must have at least.</summary>
    public int Window => _model.Window;

    /// <exception cref="ArgumentException">
    /// There are fewer columns than <see cref="Window"/>, one of the last 601 is infinite, one of the last <see cref="Window"/> is NaN,
    /// or the size is below 1.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The forecaster was disposed of.</exception>
    public ValueTask<double[]> ForecastAsync(Samples samples, int size, CancellationToken cancellationToken)
    {
        ForecastSize.Check(size);
        return ValueTask.FromResult(samples.AreSingles
            ? Forecast<float>(ToSingles(samples.Values.Span), samples.Columns, size, cancellationToken)
            : Forecast(samples.Values.Span, samples.Columns, size, cancellationToken));
    }

    public void Dispose() => _model.Dispose();

    private static float[] ToSingles(ReadOnlySpan<double> values)
    {
        var singles = new float[values.Length];
        for (var i = 0; i < singles.Length; i++)
        {
            singles[i] = (float)values[i];
        }

        return singles;
    }

    private double[] Forecast<T>(ReadOnlySpan<T> samples, int columns, int size, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var input = V4Pipeline.Prepare(samples, columns, Window);

        // The reference would answer NaN throughout; ONNX Runtime would hide the NaN in a made-up number.
        var notANumber = input.Window.Span.IndexOf(float.NaN);
        if (notANumber >= 0)
        {
            var (row, feature) = Math.DivRem(notANumber, V4Pipeline.FeatureCount);
            throw new ArgumentException($"The samples' row {V4Pipeline.Features[feature]} is NaN {Window - 1 - row} columns before its end, within the {Window} that the model {Name} looks at.", nameof(samples));
        }

        var prediction = _model.Run(input.Window, cancellationToken)[0];
        return V4Pipeline.ToCloses(input, prediction, size);
    }
}
