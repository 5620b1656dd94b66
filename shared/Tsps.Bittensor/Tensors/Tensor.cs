namespace Tsps.Bittensor.Tensors;

/// <summary>A decoded tensor: elements in row order (C order) and the lengths of its dimensions; a scalar has none.</summary>
public sealed class Tensor
{
    private readonly Array _values;

    internal Tensor(TensorDtype dtype, Array values, IReadOnlyList<int> shape)
    {
        Dtype = dtype;
        _values = values;
        Shape = shape;
    }

    public TensorDtype Dtype { get; }

    public IReadOnlyList<int> Shape { get; }

    /// <summary>Number of elements.</summary>
    public int Count => _values.Length;

    /// <param name="values">In row order.</param>
    /// <param name="shape">Empty for a scalar.</param>
    /// <exception cref="ArgumentException">The element type is none of <see cref="TensorDtype"/>, or the number of values does not fit the shape.</exception>
    public static Tensor Of<T>(T[] values, params IReadOnlyList<int> shape)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        TensorCodec.CheckShape(values.Length, shape);
        return new Tensor(NumpyElement.DtypeOf<T>(), values, shape);
    }

    /// <summary>The elements as they are.</summary>
    /// <exception cref="InvalidOperationException">The elements are of another type than <typeparamref name="T"/>.</exception>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged =>
        NumpyElement.DtypeOf<T>() == Dtype ? (T[])_values : throw new InvalidOperationException($"The elements are {Dtype}, not {typeof(T).Name}.");

    /// <summary>The elements widened to doubles, true to 1; no copy of those that are doubles already.</summary>
    public ReadOnlyMemory<double> AsDoubles() => Dtype == TensorDtype.Float64 ? (double[])_values : ToDoubles();

    /// <summary>A copy of the elements, widened to doubles; true is 1.</summary>
    public double[] ToDoubles() => Dtype switch
    {
        TensorDtype.Float64 => [.. Values<double>()],
        TensorDtype.Float32 => Widen<float>(value => value),
        TensorDtype.Float16 => Widen<Half>(value => (double)value),
        TensorDtype.Int64 => Widen<long>(value => value),
        TensorDtype.Int32 => Widen<int>(value => value),
        TensorDtype.Int16 => Widen<short>(value => value),
        TensorDtype.Int8 => Widen<sbyte>(value => value),
        TensorDtype.UInt8 => Widen<byte>(value => value),
        _ => Widen<bool>(value => value ? 1.0 : 0.0),
    };

    private double[] Widen<T>(Converter<T, double> convert)
        where T : unmanaged =>
        Array.ConvertAll((T[])_values, convert);
}
