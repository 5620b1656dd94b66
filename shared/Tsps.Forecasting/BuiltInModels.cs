namespace Tsps.Forecasting;

/// <summary>The trained models that come with this assembly.</summary>
public static class BuiltInModels
{
    /// <summary>A small LSTM (50 units, window 100) trained on 30 days of real 5-minute candles. It does not beat the last close; no small LSTM does.</summary>
    public const string Lstm50 = "lstm50";

    public static IReadOnlyList<string> Names { get; } = [Lstm50];

    /// <summary>Opens a model's ONNX file.</summary>
    /// <exception cref="ArgumentException">There is no model of that name; the message lists those that are.</exception>
    public static Stream Open(string name) => name switch
    {
        Lstm50 => typeof(BuiltInModels).Assembly.GetManifestResourceStream("trained-lstm50.onnx")!,
        _ => throw new ArgumentException($"No model comes with Tsps under the name '{name}'; there is {string.Join(", ", Names)}.", nameof(name)),
    };
}
