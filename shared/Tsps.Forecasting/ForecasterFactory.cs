using Tsps.Domain;

namespace Tsps.Forecasting;

/// <summary>From the name in a setting to a forecaster: <c>last-close</c>, or a model's name with the content of its file.</summary>
public static class ForecasterFactory
{
    /// <summary>Whether a forecaster of this name is made from a model's file.</summary>
    public static bool NeedsModel(string name) => name != LastCloseForecaster.ForecasterName;

    /// <summary>Makes a forecaster that needs no file.</summary>
    /// <exception cref="ArgumentException">A forecaster of this name needs a model's file.</exception>
    public static IForecaster Create(string name) => NeedsModel(name)
        ? throw new ArgumentException($"The forecaster {name} is made from a model's file; without one there is only {LastCloseForecaster.ForecasterName}.", nameof(name))
        : new LastCloseForecaster();

    /// <summary>Makes a forecaster from a model's file; the caller disposes of it.</summary>
    /// <exception cref="ArgumentException">The name is one that no model may have.</exception>
    /// <inheritdoc cref="OnnxForecaster(string, ReadOnlyMemory{byte})" path="/exception"/>
    public static OnnxForecaster Create(string name, ReadOnlyMemory<byte> file) => NeedsModel(name)
        ? new OnnxForecaster(name, file)
        : throw new ArgumentException($"{name} is no model and takes no file.", nameof(name));
}
