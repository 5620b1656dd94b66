using System.Text;

namespace Tsps.Subtensor.Rpc;

/// <summary>
/// Substrate.NetApi prints to standard output when a connection is lost, which would spoil tables and JSON on the screen.
/// What is printed by work that began while muted, and by whatever that work starts, is dropped.
/// </summary>
internal static class LibraryOutput
{
    private static readonly AsyncLocal<bool> IsMuted = new();
    private static readonly Lock Gate = new();
    private static TextWriter? _filtered;

    /// <summary>Runs <paramref name="work"/> muted; what runs beside it is not.</summary>
    public static async Task MuteAsync(Func<Task> work)
    {
        EnsureFilter();
        IsMuted.Value = true;
        await work();
    }

    /// <inheritdoc cref="MuteAsync(Func{Task})"/>
    public static async Task<T> MuteAsync<T>(Func<Task<T>> work)
    {
        EnsureFilter();
        IsMuted.Value = true;
        return await work();
    }

    /// <inheritdoc cref="MuteAsync(Func{Task})"/>
    public static void Mute(Action work)
    {
        EnsureFilter();
        var before = IsMuted.Value;
        IsMuted.Value = true;
        try
        {
            work();
        }
        finally
        {
            IsMuted.Value = before;
        }
    }

    private static void EnsureFilter()
    {
        lock (Gate)
        {
            if (!ReferenceEquals(Console.Out, _filtered))
            {
                Console.SetOut(new Filter(Console.Out));
                _filtered = Console.Out;
            }
        }
    }

    private sealed class Filter(TextWriter output) : TextWriter
    {
        public override Encoding Encoding => output.Encoding;

        public override void Write(char value)
        {
            if (!IsMuted.Value)
            {
                output.Write(value);
            }
        }

        public override void Write(char[] buffer, int index, int count)
        {
            if (!IsMuted.Value)
            {
                output.Write(buffer, index, count);
            }
        }

        public override void Write(string? value)
        {
            if (!IsMuted.Value)
            {
                output.Write(value);
            }
        }

        public override void Flush() => output.Flush();
    }
}
