using Microsoft.ML.OnnxRuntime;

namespace Tsps.Forecasting.Onnx;

/// <summary>
/// Counts who uses a session, so that it is freed exactly once and never under a running inference: a model may be replaced while
/// requests are being answered.
/// </summary>
internal sealed class SharedSession(string name, InferenceSession session) : IDisposable
{
    private int _users = 1; // The owner.
    private int _disposed;

    /// <exception cref="ObjectDisposedException">The owner has disposed of the session.</exception>
    public Lease Enter()
    {
        var users = Volatile.Read(ref _users);
        while (users > 0 && Volatile.Read(ref _disposed) == 0)
        {
            var seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
            {
                return new Lease(this);
            }

            users = seen;
        }

        throw new ObjectDisposedException(name, $"The model {name} is no longer in use.");
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            Leave();
        }
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            session.Dispose();
        }
    }

    internal readonly struct Lease(SharedSession shared) : IDisposable
    {
        public InferenceSession Session => shared.Session;

        public void Dispose() => shared.Leave();
    }

    private InferenceSession Session => session;
}
