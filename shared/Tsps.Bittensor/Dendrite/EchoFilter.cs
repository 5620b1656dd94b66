using System.Buffers;

namespace Tsps.Bittensor.Dendrite;

/// <summary>
/// Answers repeat the samples of the request. This leaves that text out while it arrives, and puts <see cref="Mark"/> in its place,
/// so that hundreds of answers at once do not hold hundreds of copies.
/// </summary>
/// <param name="echo">The text that was sent; when it is short nothing is left out.</param>
internal sealed class EchoFilter(PooledBuffer output, ReadOnlyMemory<byte> echo)
{
    /// <summary>Long enough to hold data, not only what all tensors begin with.</summary>
    private const int NeedleLength = 512;

    private State _state = echo.Length > 2 * NeedleLength ? State.Searching : State.Passing;
    private int _matched;

    private enum State
    {
        Searching,
        Matching,
        Passing,
    }

    /// <summary>No base64 of a tensor.</summary>
    public static ReadOnlySpan<byte> Mark => "~as sent~"u8;

    public void Add(ReadOnlySpan<byte> chunk)
    {
        switch (_state)
        {
            case State.Searching:
                Search(chunk);
                break;
            case State.Matching:
                Match(chunk);
                break;
            default:
                output.Write(chunk);
                break;
        }
    }

    /// <summary>What matched so far belongs to an answer that ended within it.</summary>
    public void Complete()
    {
        if (_state == State.Matching)
        {
            output.Write(echo.Span[.._matched]);
            _state = State.Passing;
        }
    }

    private void Search(ReadOnlySpan<byte> chunk)
    {
        var from = Math.Max(0, output.Length - NeedleLength + 1);
        output.Write(chunk);
        var at = output.Written.Span[from..].IndexOf(echo.Span[..NeedleLength]);
        if (at >= 0)
        {
            var begun = output.Written.Span[(from + at)..].ToArray();
            output.Truncate(from + at);
            _state = State.Matching;
            Match(begun);
        }
    }

    private void Match(ReadOnlySpan<byte> chunk)
    {
        var wanted = echo.Span[_matched..];
        var common = chunk.CommonPrefixLength(wanted);
        _matched += common;
        if (common < Math.Min(chunk.Length, wanted.Length))
        {
            Complete();
            output.Write(chunk[common..]);
        }
        else if (_matched == echo.Length)
        {
            _state = State.Passing;
            output.Write(Mark);
            output.Write(chunk[common..]);
        }
    }
}
