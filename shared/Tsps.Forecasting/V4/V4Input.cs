using System.Numerics;

namespace Tsps.Forecasting.V4;

/// <summary>Samples as a generation-4 network takes them, and what is needed to turn its output back into closes.</summary>
/// <typeparam name="T">The samples' type.</typeparam>
public sealed class V4Input<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal V4Input(float[] window, double lastScaledClose, MinMaxScaler<T>[] scalers)
    {
        Window = window;
        LastScaledClose = lastScaledClose;
        Scalers = scalers;
    }

    /// <summary>The network's input, row by row: window × (close, high, low, volume), scaled, oldest first.</summary>
    public ReadOnlyMemory<float> Window { get; }

    /// <summary>The last column's close, scaled, not rounded to float32.</summary>
    public double LastScaledClose { get; }

    /// <summary>One each for close, high, low and volume.</summary>
    public IReadOnlyList<MinMaxScaler<T>> Scalers { get; }

    public MinMaxScaler<T> CloseScaler => Scalers[0];
}
