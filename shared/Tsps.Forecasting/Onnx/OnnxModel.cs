using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Tsps.Forecasting.Onnx;

/// <summary>
/// A recurrent network in ONNX form (models specification, section 1): one float32 input of shape [batch, window, features] and one
/// float32 output of shape [batch, outputs]. Names and sizes are asked of the file.
/// </summary>
/// <remarks>Safe for use from many threads; disposing waits for no one, the session is freed when the last running call ends.</remarks>
public sealed class OnnxModel : IDisposable
{
    private readonly SharedSession _session;
    private readonly string _inputName;
    private readonly string _outputName;

    /// <param name="name">What messages call it.</param>
    /// <param name="file">The content of an ONNX file.</param>
    /// <param name="threads">Threads that one inference may use.</param>
    /// <exception cref="InvalidDataException">The file is no ONNX model, or none of this shape; the message says why.</exception>
    public OnnxModel(string name, ReadOnlyMemory<byte> file, int threads = 1)
    {
        Name = name;
        var session = Load(name, file, threads);
        try
        {
            (_inputName, var input) = Only(session.InputMetadata, "input");
            (_outputName, var output) = Only(session.OutputMetadata, "output");
            Window = Size(input, rank: 3, place: 1);
            Features = Size(input, rank: 3, place: 2);
            Outputs = Size(output, rank: 2, place: 1);
        }
        catch
        {
            session.Dispose();
            throw;
        }

        _session = new SharedSession(name, session);
    }

    public string Name { get; }

    /// <summary>Rows of an input.</summary>
    public int Window { get; }

    /// <summary>Numbers in a row of an input.</summary>
    public int Features { get; }

    /// <summary>Numbers in an output.</summary>
    public int Outputs { get; }

    /// <summary>Runs the network once.</summary>
    /// <param name="input"><see cref="Window"/> × <see cref="Features"/> numbers, row by row.</param>
    /// <returns><see cref="Outputs"/> numbers.</returns>
    /// <exception cref="ArgumentException">The input has another size.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    public float[] Run(ReadOnlyMemory<float> input, CancellationToken cancellationToken)
    {
        if (input.Length != Window * Features)
        {
            throw new ArgumentException($"The model {Name} takes {Window} × {Features} numbers, not {input.Length}.", nameof(input));
        }

        cancellationToken.ThrowIfCancellationRequested();
        using var lease = _session.Enter();
        using var options = new RunOptions();
        using var cancellation = cancellationToken.UnsafeRegister(static state => ((RunOptions)state!).Terminate = true, options);
        using var tensor = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, MemoryMarshal.AsMemory(input), [1, Window, Features]);
        try
        {
            using var results = lease.Session.Run(options, [_inputName], [tensor], [_outputName]);
            return results[0].GetTensorDataAsSpan<float>().ToArray();
        }
        catch (OnnxRuntimeException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    public void Dispose() => _session.Dispose();

    private static InferenceSession Load(string name, ReadOnlyMemory<byte> file, int threads)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        try
        {
            return new InferenceSession(file.ToArray(), options);
        }
        catch (OnnxRuntimeException refused)
        {
            throw new InvalidDataException($"The model {name} cannot be loaded: {refused.Message}", refused);
        }
    }

    private (string Name, NodeMetadata Node) Only(IReadOnlyDictionary<string, NodeMetadata> nodes, string kind)
    {
        if (nodes.Count != 1)
        {
            throw new InvalidDataException($"The model {Name} has {nodes.Count} {kind}s, where one is expected.");
        }

        var (name, node) = nodes.First();
        if (!node.IsTensor || node.ElementDataType != Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float)
        {
            throw new InvalidDataException($"The model {Name}'s {kind} {name} is no float32 tensor.");
        }

        return (name, node);
    }

    private int Size(NodeMetadata node, int rank, int place)
    {
        var shape = node.Dimensions;
        if (shape.Length != rank || shape[place] < 1)
        {
            throw new InvalidDataException(
                $"The model {Name} has a tensor of shape [{string.Join(", ", shape)}]; an input is [batch, window, features], an output [batch, outputs], and only batch may be left open.");
        }

        return shape[place];
    }
}
