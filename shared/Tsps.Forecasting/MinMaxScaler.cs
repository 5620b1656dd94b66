using System.Numerics;

namespace Tsps.Forecasting;

/// <summary>Maps the range of some values to another range and back, rounding as the reference does (features specification, section 7).</summary>
/// <typeparam name="T">The values' type, <see cref="double"/> or <see cref="float"/>: every step is rounded to it.</typeparam>
public sealed record MinMaxScaler<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Below ten times the distance from 1 to the next number, a range counts as none. Absolute, however large the values are.
    private static readonly T SmallestRange = T.CreateChecked(10) * (T.BitIncrement(T.One) - T.One);

    /// <summary>Fits the range 0 to 1 to <paramref name="values"/>. NaN is passed over; constant values scale to 0.</summary>
    /// <inheritdoc cref="MinMaxScaler{T}(ReadOnlySpan{T}, T, T)" path="/exception"/>
    public MinMaxScaler(ReadOnlySpan<T> values)
        : this(values, T.Zero, T.One)
    {
    }

    /// <summary>Fits the range <paramref name="low"/> to <paramref name="high"/>.</summary>
    /// <exception cref="ArgumentException">There are no values, or one is infinite.</exception>
    public MinMaxScaler(ReadOnlySpan<T> values, T low, T high)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("There are no values to fit a scaler to.", nameof(values));
        }

        DataMin = values[0];
        DataMax = values[0];
        foreach (var value in values)
        {
            if (T.IsInfinity(value))
            {
                throw new ArgumentException($"A scaler cannot be fitted to {value}.", nameof(values));
            }

            DataMin = T.MinNumber(DataMin, value);
            DataMax = T.MaxNumber(DataMax, value);
        }

        var range = DataMax - DataMin;
        Scale = (high - low) / (range < SmallestRange ? T.One : range);
        Offset = low - (DataMin * Scale);
    }

    /// <summary>The least value, NaN apart.</summary>
    public T DataMin { get; }

    /// <summary>The greatest value, NaN apart.</summary>
    public T DataMax { get; }

    public T Scale { get; }

    public T Offset { get; }

    public T ToScaled(T value) => (value * Scale) + Offset;

    /// <summary>Undoes <see cref="ToScaled"/>, in double.</summary>
    public double FromScaled(double scaled) => (scaled - double.CreateChecked(Offset)) / double.CreateChecked(Scale);
}
