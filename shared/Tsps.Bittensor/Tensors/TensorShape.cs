namespace Tsps.Bittensor.Tensors;

/// <summary>Arithmetic of dimensions that peers state.</summary>
internal static class TensorShape
{
    /// <summary>The number of elements; every length is at least 0.</summary>
    /// <exception cref="TensorFormatException">There are more than <paramref name="maxElements"/>.</exception>
    public static int CountElements(ReadOnlySpan<long> shape, int maxElements)
    {
        if (shape.Contains(0))
        {
            return 0;
        }

        long count = 1;
        foreach (var length in shape)
        {
            // Both factors are below 2^31 once length has passed, so the product cannot overflow.
            count = length <= maxElements ? count * length : long.MaxValue;
            if (count > maxElements)
            {
                throw new TensorFormatException($"The tensor of shape [{string.Join(", ", shape.ToArray())}] has more than the {maxElements} elements that are allowed.");
            }
        }

        return (int)count;
    }

    /// <summary>The shape that a block of outer shape <paramref name="outer"/> has when its buffer holds <paramref name="inner"/>.</summary>
    /// <exception cref="TensorFormatException">The buffer's elements cannot be laid out so.</exception>
    public static int[] Resolve(IReadOnlyList<long> outer, ReadOnlySpan<long> inner, int count)
    {
        if (outer is [0])
        {
            return ToLengths(inner);
        }

        var shape = new long[outer.Count];
        var open = -1;
        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = outer[i];
            if (shape[i] == -1 && open < 0)
            {
                open = i;
                shape[i] = 1;
            }
        }

        if (open >= 0)
        {
            var known = TryMultiply(shape);
            shape[open] = known > 0 && count % known == 0 ? count / known : -1;
        }

        return TryMultiply(shape) == count
            ? ToLengths(shape)
            : throw new TensorFormatException($"The tensor's buffer has {count} elements, which do not fit the shape [{string.Join(", ", outer)}].");
    }

    /// <summary>-1 when a length is negative or the product is beyond 64 bits.</summary>
    private static long TryMultiply(ReadOnlySpan<long> shape)
    {
        long product = 1;
        foreach (var length in shape)
        {
            if (length < 0 || Math.BigMul(product, length, out product) != 0 || product < 0)
            {
                return -1;
            }
        }

        return product;
    }

    private static int[] ToLengths(ReadOnlySpan<long> shape)
    {
        var lengths = new int[shape.Length];
        for (var i = 0; i < lengths.Length; i++)
        {
            lengths[i] = shape[i] <= int.MaxValue ? (int)shape[i] : throw new TensorFormatException($"A dimension of {shape[i]} is too long.");
        }

        return lengths;
    }
}
