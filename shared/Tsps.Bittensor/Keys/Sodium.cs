using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tsps.Bittensor.Keys;

/// <summary>The functions of libsodium that sr25519, SS58 and encrypted key files need, under libsodium's own names.</summary>
/// <remarks>Functions that return int give 0 for success. Calls of well under a microsecond skip the garbage collector's transition.</remarks>
internal static partial class Sodium
{
    /// <summary>Size of the opaque Keccak state, which must lie at a multiple of <see cref="KeccakAlignment"/>.</summary>
    public const int KeccakStateSize = 224;

    public const int KeccakAlignment = 16;

    public const int SecretBoxKeySize = 32;

    public const int SecretBoxNonceSize = 24;

    /// <summary>What a box is longer than its contents.</summary>
    public const int SecretBoxTagSize = 16;

    private const int Argon2iVersion13 = 1;

    private const string Library = "libsodium";

    static Sodium()
    {
        if (Initialise() < 0)
        {
            throw new InvalidOperationException("libsodium could not be initialised; without it no key can be used.");
        }

        if (KeccakStateBytes() != KeccakStateSize)
        {
            throw new InvalidOperationException($"This libsodium has another Keccak state than version 1.0.22, {KeccakStateBytes()} bytes; use the packaged one.");
        }
    }

    [LibraryImport(Library, EntryPoint = "crypto_core_keccak1600_init")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvSuppressGCTransition)])]
    public static partial void KeccakInit(Span<byte> state);

    [LibraryImport(Library, EntryPoint = "crypto_core_keccak1600_xor_bytes")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvSuppressGCTransition)])]
    public static partial void KeccakXorBytes(Span<byte> state, ReadOnlySpan<byte> bytes, nuint offset, nuint length);

    [LibraryImport(Library, EntryPoint = "crypto_core_keccak1600_extract_bytes")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvSuppressGCTransition)])]
    public static partial void KeccakExtractBytes(ReadOnlySpan<byte> state, Span<byte> bytes, nuint offset, nuint length);

    [LibraryImport(Library, EntryPoint = "crypto_core_keccak1600_permute_24")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvSuppressGCTransition)])]
    public static partial void KeccakPermute24(Span<byte> state);

    /// <summary>BLAKE2b of <paramref name="output"/>'s length, without a key.</summary>
    public static void Blake2b(Span<byte> output, ReadOnlySpan<byte> input) =>
        Check(GenericHash(output, (nuint)output.Length, input, (ulong)input.Length, [], 0));

    /// <summary><paramref name="point"/> = <paramref name="scalar"/> × base point; not 0 when that is the identity.</summary>
    [LibraryImport(Library, EntryPoint = "crypto_scalarmult_ristretto255_base")]
    public static partial int ScalarMultBase(Span<byte> point, ReadOnlySpan<byte> scalar);

    /// <summary><paramref name="product"/> = <paramref name="scalar"/> × <paramref name="point"/>; not 0 when the point is no encoding or the product is the identity.</summary>
    [LibraryImport(Library, EntryPoint = "crypto_scalarmult_ristretto255")]
    public static partial int ScalarMult(Span<byte> product, ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> point);

    [LibraryImport(Library, EntryPoint = "crypto_core_ristretto255_sub")]
    public static partial int PointSubtract(Span<byte> difference, ReadOnlySpan<byte> minuend, ReadOnlySpan<byte> subtrahend);

    /// <summary>Reduces 64 bytes, little-endian, modulo the group order.</summary>
    [LibraryImport(Library, EntryPoint = "crypto_core_ristretto255_scalar_reduce")]
    public static partial void ScalarReduce(Span<byte> scalar, ReadOnlySpan<byte> wide);

    [LibraryImport(Library, EntryPoint = "crypto_core_ristretto255_scalar_mul")]
    public static partial void ScalarMultiply(Span<byte> product, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right);

    [LibraryImport(Library, EntryPoint = "crypto_core_ristretto255_scalar_add")]
    public static partial void ScalarAdd(Span<byte> sum, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right);

    /// <summary>A key from a password; not 0 when <paramref name="memory"/> bytes cannot be had. Takes seconds.</summary>
    public static int Argon2i(Span<byte> key, ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, ulong passes, nuint memory) =>
        PasswordHash(key, (ulong)key.Length, password, (ulong)password.Length, salt, passes, memory, Argon2iVersion13);

    [LibraryImport(Library, EntryPoint = "crypto_secretbox_easy")]
    public static partial int SecretBox(Span<byte> box, ReadOnlySpan<byte> plain, ulong plainLength, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> key);

    /// <summary>Not 0 when the box was not made with this key and nonce.</summary>
    [LibraryImport(Library, EntryPoint = "crypto_secretbox_open_easy")]
    public static partial int SecretBoxOpen(Span<byte> plain, ReadOnlySpan<byte> box, ulong boxLength, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> key);

    public static void Check(int result)
    {
        if (result != 0)
        {
            throw new InvalidOperationException("libsodium refused a value that was checked before; this should not happen.");
        }
    }

    [LibraryImport(Library, EntryPoint = "sodium_init")]
    private static partial int Initialise();

    [LibraryImport(Library, EntryPoint = "crypto_core_keccak1600_statebytes")]
    private static partial nuint KeccakStateBytes();

    [LibraryImport(Library, EntryPoint = "crypto_pwhash_argon2i")]
    private static partial int PasswordHash(
        Span<byte> key, ulong keyLength, ReadOnlySpan<byte> password, ulong passwordLength, ReadOnlySpan<byte> salt, ulong passes, nuint memory, int algorithm);

    [LibraryImport(Library, EntryPoint = "crypto_generichash")]
    private static partial int GenericHash(Span<byte> output, nuint outputLength, ReadOnlySpan<byte> input, ulong inputLength, ReadOnlySpan<byte> key, nuint keyLength);
}
