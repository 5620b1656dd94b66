using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Tsps.Subtensor.Rpc;

/// <summary>What nodes answer, in the form in which it is used; what has another form is an error, which tells that the node is of no use.</summary>
internal static class Answer
{
    private const int HashSize = 32;

    /// <exception cref="SubtensorException">The node answered null where there is always something.</exception>
    public static T Required<T>([NotNull] T? answer)
        where T : class =>
        answer ?? throw new SubtensorException("it is null.");

    /// <summary>Bytes that there are always.</summary>
    public static byte[] Bytes(string? answer) => Hex.Decode(Required(answer));

    /// <summary>Bytes; null where there are none.</summary>
    public static byte[]? OptionalBytes(string? answer) => answer is null ? null : Hex.Decode(answer);

    /// <summary>A hash that there is always, as the node wrote it.</summary>
    public static string Hash(string? answer) => OptionalHash(Required(answer))!;

    /// <summary>A hash, as the node wrote it; null where there is none.</summary>
    public static string? OptionalHash(string? answer) =>
        OptionalBytes(answer) is { Length: not HashSize } ? throw new SubtensorException("it is no hash of 32 bytes.") : answer;

    /// <summary>A block's number.</summary>
    public static ulong Number(BlockHeader? header)
    {
        var digits = (Required(header).Number ?? "").AsSpan();
        return digits.StartsWith("0x") && ulong.TryParse(digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new SubtensorException($"the block number '{digits}' is no hex number.");
    }

    /// <summary>What is looked at in a block; null where there is none.</summary>
    public static (string ParentHash, string[] Extrinsics)? Block(SignedBlock? answer) =>
        answer is null ? null
        : answer.Block is { Header.ParentHash: { Length: > 0 } parent, Extrinsics: { } extrinsics } ? (parent, extrinsics)
        : throw new SubtensorException("the block has no header or no extrinsics.");
}
