using System.Buffers;
using Tsps.Bittensor.Synapses;

namespace Tsps.Validation.Outputs;

/// <summary>JSON text as the reference's files have it: Python's blanks, escapes and numbers.</summary>
internal static class OutputJson
{
    public static byte[] Write(Action<PythonJsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(new PythonJsonWriter(output, SynapseJsonStyle.Request));
        return output.WrittenSpan.ToArray();
    }
}
