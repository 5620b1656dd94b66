using Tsps.Bittensor.Axon;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Domain;

namespace Tsps.Mining.Handlers;

/// <summary>The samples of a Forward synapse.</summary>
internal static class SampleTensor
{
    /// <summary>Null when the request brings none.</summary>
    /// <exception cref="SynapseFailedException">They have not the shape of samples.</exception>
    /// <exception cref="TensorFormatException">They can't be read.</exception>
    public static Samples? Read(ForwardSynapse synapse, AxonCall call)
    {
        if (synapse.Samples is not { } block)
        {
            return null;
        }

        var tensor = call.Decode(block);
        return tensor.Shape is [>= Samples.RowCount, var columns]
            ? new Samples(columns, tensor.AsDoubles()[..(Samples.RowCount * columns)]) { AreSingles = tensor.Dtype == TensorDtype.Float32 }
            : throw new SynapseFailedException($"samples have the shape [{string.Join(", ", tensor.Shape)}]; they are {Samples.RowCount} rows (close time, close, high, low, volume) of as many columns as there are candles.");
    }
}
