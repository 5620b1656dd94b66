using System.Buffers;
using Tsps.Bittensor.Synapses;

namespace Tsps.Validation.Outputs;

/// <summary>JSON text as the reference's files have it: Python's blanks, escapes and numbers.</summary>
internal static class OutputJson
{
    /// <summary>A round of a few miners; what is larger doubles it.</summary>
    private const int FirstCapacity = 64 * 1024;

    public static byte[] Write(Action<PythonJsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>(FirstCapacity);
        write(new PythonJsonWriter(output, SynapseJsonStyle.Request));
        return output.WrittenSpan.ToArray();
    }
}
