using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tsps.Bittensor.Tensors;
using Tsps.Domain;

namespace Tsps.Bittensor.Synapses;

/// <summary>What a miner answers to <see cref="LiveForwardHash"/>: a hash that binds it to its forecast (wire specification, section 9).</summary>
public static class Commitment
{
    /// <summary>The commitment to closes that are sent as float64.</summary>
    public static string Of(Hotkey hotkey, ReadOnlySpan<double> closes) => Hash(hotkey.Address, TextOf(closes));

    /// <summary>The commitment to a forecast as received: narrow floats are widened, integers and truths printed as such.</summary>
    public static string Of(Hotkey hotkey, Tensor predictions) => Hash(hotkey.Address, TextOf(predictions));

    /// <summary>Python's print of a list of floats: <c>[42031.5, 1e-07]</c>.</summary>
    public static string TextOf(ReadOnlySpan<double> closes)
    {
        var text = new StringBuilder("[");
        foreach (var close in closes)
        {
            text.Append(text.Length > 1 ? ", " : "").Append(PythonFloat.Format(close));
        }

        return text.Append(']').ToString();
    }

    /// <summary>Python's print of the tensor as (nested) lists; a scalar stands without brackets.</summary>
    public static string TextOf(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var text = new StringBuilder();
        var position = 0;
        Append(text, TextsOf(tensor), tensor.Shape, 0, ref position);
        return text.ToString();
    }

    /// <summary>Lower-case hex sha256 over the UTF-8 of hotkey, hyphen and text.</summary>
    public static string Hash(string hotkey, string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{hotkey}-{text}")));

    private static string[] TextsOf(Tensor tensor) => tensor.Dtype switch
    {
        TensorDtype.Bool => Array.ConvertAll(tensor.Values<bool>().ToArray(), value => value ? "True" : "False"),
        TensorDtype.Int64 => Array.ConvertAll(tensor.Values<long>().ToArray(), value => value.ToString(CultureInfo.InvariantCulture)),
        TensorDtype.Int32 or TensorDtype.Int16 or TensorDtype.Int8 or TensorDtype.UInt8 =>
            Array.ConvertAll(tensor.ToDoubles(), value => value.ToString("F0", CultureInfo.InvariantCulture)),
        _ => Array.ConvertAll(tensor.ToDoubles(), PythonFloat.Format),
    };

    private static void Append(StringBuilder text, string[] elements, IReadOnlyList<int> shape, int dimension, ref int position)
    {
        if (dimension == shape.Count)
        {
            text.Append(elements[position++]);
            return;
        }

        text.Append('[');
        for (var i = 0; i < shape[dimension]; i++)
        {
            text.Append(i > 0 ? ", " : "");
            Append(text, elements, shape, dimension + 1, ref position);
        }

        text.Append(']');
    }
}
