using System.Runtime.CompilerServices;

namespace Tsps.Bittensor.Keys;

/// <summary>The part of STROBE-128/1600 (version 1.0.2) that merlin transcripts are made of.</summary>
/// <remarks>
/// The state lives in memory that the caller gives, so that it can be on the stack and be wiped by the caller.
/// A copy of this value shares that memory; <see cref="CopyTo"/> makes an independent one.
/// </remarks>
internal ref struct Strobe128
{
    /// <summary>Bytes that a caller provides; they must not move (the stack, or pinned).</summary>
    public const int MemorySize = Sodium.KeccakStateSize + Sodium.KeccakAlignment - 1;

    private const int Rate = 166;

    private readonly Span<byte> _state;
    private Operation _operation;
    private int _position;
    private int _operationStart;

    public Strobe128(Span<byte> memory, scoped ReadOnlySpan<byte> protocol)
        : this(Align(memory))
    {
        Sodium.KeccakInit(_state);
        ReadOnlySpan<byte> parameters = [1, Rate + 2, 1, 0, 1, 12 * 8];
        var version = "STROBEv1.0.2"u8;
        Sodium.KeccakXorBytes(_state, parameters, 0, (nuint)parameters.Length);
        Sodium.KeccakXorBytes(_state, version, (nuint)parameters.Length, (nuint)version.Length);
        Sodium.KeccakPermute24(_state);
        MetaAssociatedData(protocol, more: false);
    }

    private Strobe128(Span<byte> state) => _state = state;

    [Flags]
    private enum Operation : byte
    {
        None = 0,
        Inbound = 1,
        Application = 2,
        Cipher = 4,
        Meta = 16,
    }

    public readonly Strobe128 CopyTo(Span<byte> memory)
    {
        var copy = new Strobe128(Align(memory)) { _operation = _operation, _position = _position, _operationStart = _operationStart };
        _state.CopyTo(copy._state);
        return copy;
    }

    public void MetaAssociatedData(scoped ReadOnlySpan<byte> data, bool more)
    {
        Begin(Operation.Meta | Operation.Application, more);
        Absorb(data);
    }

    public void AssociatedData(scoped ReadOnlySpan<byte> data)
    {
        Begin(Operation.Application, more: false);
        Absorb(data);
    }

    public void Key(scoped ReadOnlySpan<byte> key)
    {
        Begin(Operation.Application | Operation.Cipher, more: false);
        while (!key.IsEmpty)
        {
            var length = Math.Min(key.Length, Rate - _position);
            Erase(length);
            Sodium.KeccakXorBytes(_state, key, (nuint)_position, (nuint)length);
            Advance(length);
            key = key[length..];
        }
    }

    /// <summary>Fills <paramref name="output"/> with pseudorandom bytes that depend on everything absorbed so far.</summary>
    public void Prf(scoped Span<byte> output)
    {
        Begin(Operation.Inbound | Operation.Application | Operation.Cipher, more: false);
        while (!output.IsEmpty)
        {
            var length = Math.Min(output.Length, Rate - _position);
            Sodium.KeccakExtractBytes(_state, output, (nuint)_position, (nuint)length);
            Erase(length);
            Advance(length);
            output = output[length..];
        }
    }

    private static unsafe Span<byte> Align(Span<byte> memory)
    {
        var address = (nuint)Unsafe.AsPointer(ref memory[0]);
        var padding = (int)((Sodium.KeccakAlignment - (address % Sodium.KeccakAlignment)) % Sodium.KeccakAlignment);
        return memory.Slice(padding, Sodium.KeccakStateSize);
    }

    private void Begin(Operation operation, bool more)
    {
        if (more)
        {
            if (operation != _operation)
            {
                throw new InvalidOperationException($"STROBE cannot continue {_operation} as {operation}.");
            }

            return;
        }

        var previousStart = (byte)_operationStart;
        _operationStart = _position + 1;
        _operation = operation;
        Absorb([previousStart, (byte)operation]);
        if (operation.HasFlag(Operation.Cipher) && _position != 0)
        {
            Permute();
        }
    }

    private void Absorb(scoped ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            var length = Math.Min(data.Length, Rate - _position);
            Sodium.KeccakXorBytes(_state, data, (nuint)_position, (nuint)length);
            Advance(length);
            data = data[length..];
        }
    }

    /// <summary>Sets the next bytes of the state to zero, by xor with themselves.</summary>
    private readonly void Erase(int length)
    {
        Span<byte> present = stackalloc byte[Rate];
        Sodium.KeccakExtractBytes(_state, present, (nuint)_position, (nuint)length);
        Sodium.KeccakXorBytes(_state, present, (nuint)_position, (nuint)length);
        present.Clear();
    }

    private void Advance(int length)
    {
        _position += length;
        if (_position == Rate)
        {
            Permute();
        }
    }

    private void Permute()
    {
        ReadOnlySpan<byte> start = [(byte)_operationStart, 0x04];
        ReadOnlySpan<byte> end = [0x80];
        Sodium.KeccakXorBytes(_state, start, (nuint)_position, 2);
        Sodium.KeccakXorBytes(_state, end, Rate + 1, 1);
        Sodium.KeccakPermute24(_state);
        _position = 0;
        _operationStart = 0;
    }
}
