using Tsps.Subtensor.Extrinsics;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Extrinsics;

[Trait(Categories.Name, Categories.Unit)]
public class RefusalTests
{
    [Theory]
    [InlineData(1010, "Invalid Transaction", "Transaction has a bad signature", RefusalReason.BadProof)]
    [InlineData(1010, "Invalid Transaction", "Transaction is outdated", RefusalReason.Stale)]
    [InlineData(1010, "Invalid Transaction", "Transaction will be valid in the future", RefusalReason.Future)]
    [InlineData(1010, "Invalid Transaction", "Inability to pay some fees (e.g. account balance too low)", RefusalReason.Payment)]
    [InlineData(1010, "Invalid Transaction", "Transaction has an ancient birth block", RefusalReason.AncientBirthBlock)]
    [InlineData(1010, "Invalid Transaction", "Custom error: 6", RefusalReason.Custom)]
    [InlineData(1010, "Invalid Transaction", "Something never heard of", RefusalReason.Unknown)]
    [InlineData(1010, """{"invalid":{"badProof":null}}""", null, RefusalReason.BadProof)]
    [InlineData(1010, """{"invalid":{"future":null}}""", null, RefusalReason.Future)]
    [InlineData(1011, "Error: wasm `unreachable` instruction executed", null, RefusalReason.Undecodable)]
    [InlineData(1002, "Verification Error", "Runtime error", RefusalReason.Undecodable)]
    [InlineData(1012, "Transaction is temporarily banned", null, RefusalReason.TemporarilyBanned)]
    [InlineData(1013, "Transaction is already imported", null, RefusalReason.AlreadyImported)]
    [InlineData(1014, "Priority is too low", "(1 vs 1)", RefusalReason.PriorityTooLow)]
    [InlineData(-32000, "Server is busy", null, RefusalReason.Unknown)]
    public void Understands_nodes_and_the_local_runtime(int code, string message, string? data, RefusalReason expected)
    {
        var refusal = Refusal.From(new RpcException("author_submitExtrinsic", code, message, data, new IOException()), 425);
        Assert.Equal(expected, refusal.Reason);
    }

    [Theory]
    [InlineData(218, "stake to set weights")]
    [InlineData(425, "no such subnet")]
    public void Explains_a_custom_number_by_the_generation_of_the_runtime(uint specVersion, string expected)
    {
        var refusal = Refusal.From(new RpcException("author_submitExtrinsic", 1010, "Invalid Transaction", "Custom error: 3", new IOException()), specVersion);
        Assert.Equal((byte)3, refusal.CustomCode);
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }
}
