using System.Text.Json;
using Tsps.Bittensor.Keys;
using Tsps.Subtensor.Extrinsics;
using Tsps.Subtensor.Scale;
using Tsps.Subtensor.Tests.Support;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Rpc;

/// <summary>What the Python SDKs themselves sent to the runtime: we would have sent the same calls, and see the same outcome.</summary>
[Trait(Categories.Name, Categories.Golden)]
public class SdkTranscriptTests
{
    [Fact]
    public void Extrinsics_that_the_runtime_took_are_signed_over_what_we_would_sign()
    {
        var verified = 0;
        foreach (var (step, exchange) in Submissions())
        {
            var bytes = Hex.Decode(exchange.Parameters[0].GetString()!);
            if (exchange.Result is null)
            {
                // What SDK 6.7 sends lacks a byte that this runtime wants: it cannot even be decoded.
                Assert.Equal(RefusalReason.Undecodable, Refusal.From(ErrorOf(exchange), 218).Reason);
                continue;
            }

            var sent = SentExtrinsic.Read(bytes);
            var (pallet, name, arguments) = CallDecoder.Decode(ChainVectors.Metadata, sent.Call);
            Assert.Equal(Hex.Encode(sent.Call), Hex.Encode(CallEncoder.Encode(ChainVectors.Metadata, pallet, name, [.. arguments.Select(argument => (argument.Key, argument.Value))])));
            Assert.True(BlockHashesBefore(step).Any(birth => sent.IsSignedFor(birth)), $"{step.Sdk}, {step.Name}: no block's hash makes the signature valid.");
            if (step.Json.GetProperty("result").TryGetProperty("ok", out var told) && told.ValueKind == JsonValueKind.Object && told.TryGetProperty("call_hex", out var call))
            {
                Assert.Equal(call.GetString(), Hex.Encode(sent.Call));
            }

            verified++;
        }

        Assert.True(verified > 0);
    }

    [Fact]
    public void Events_tell_the_outcome_that_the_sdks_told()
    {
        var compared = 0;
        foreach (var step in SdkTranscripts.Steps().Where(step => step.Name.StartsWith("raw ", StringComparison.Ordinal)))
        {
            var submission = step.Exchanges().First(exchange => exchange.Method == "author_submitAndWatchExtrinsic").Parameters[0].GetString()!;
            var block = step.Exchanges().Last(exchange => exchange.Method == "chain_getBlock").Result;
            var events = step.StorageAnswers().LastOrDefault(answer => answer.Item == "Events").Value;
            if (block is null || events is null)
            {
                continue;
            }

            var index = block.Value.GetProperty("block").GetProperty("extrinsics").EnumerateArray().Select(extrinsic => extrinsic.GetString()).ToList().IndexOf(submission);
            var outcome = DispatchOutcome.Of(ChainVectors.Metadata, ChainEvent.ListFrom(events), (uint)index);
            var told = step.Json.GetProperty("result").GetProperty("ok");
            Assert.Equal(told.GetProperty("success").GetBoolean(), outcome is null);
            compared++;
        }

        Assert.True(compared > 0);
    }

    private static IEnumerable<(SdkStep Step, Exchange Exchange)> Submissions() =>
        SdkTranscripts.Steps().SelectMany(step => step.Exchanges().Where(exchange => exchange.Method == "author_submitAndWatchExtrinsic").Select(exchange => (step, exchange)));

    private static IEnumerable<byte[]> BlockHashesBefore(SdkStep step) => step.Before
        .SelectMany(before => before.GetProperty("frames").EnumerateArray())
        .Select(frame => SdkTranscripts.TryParse(frame[1].GetString()!))
        .OfType<JsonElement>()
        .Select(frame => frame.TryGetProperty("result", out var result) && result.ValueKind == JsonValueKind.String ? result.GetString()! : "")
        .Where(text => text.Length == 66)
        .Distinct()
        .Reverse()
        .Select(Hex.Decode);

    private static RpcException ErrorOf(Exchange exchange)
    {
        var error = exchange.Answer.GetProperty("error");
        return new RpcException(exchange.Method, error.GetProperty("code").GetInt32(), error.Text("message"), null, new InvalidOperationException());
    }

    /// <summary>A signed extrinsic taken apart (chain specification, section 4).</summary>
    private sealed record SentExtrinsic(byte[] Signer, byte[] Signature, byte[] Extra, byte[] Call)
    {
        private const int MortalEraLength = 2;

        public static SentExtrinsic Read(byte[] bytes)
        {
            var reader = new ScaleReader(bytes);
            Assert.Equal(bytes.Length, (int)reader.ReadCompact() + reader.Position);
            Assert.Equal<byte>([0x84, 0x00], reader.ReadBytes(2).ToArray());
            var signer = reader.ReadBytes(32).ToArray();
            Assert.Equal(1, reader.ReadByte());
            var signature = reader.ReadBytes(64).ToArray();
            var start = reader.Position;
            reader.ReadBytes(bytes[start] == 0 ? 1 : MortalEraLength);
            reader.ReadCompact();
            reader.ReadCompact();
            Assert.Equal(0, reader.ReadByte());
            return new SentExtrinsic(signer, signature, bytes[start..reader.Position], bytes[reader.Position..]);
        }

        public bool IsSignedFor(byte[] birthHash)
        {
            var genesis = Enumerable.Repeat((byte)0x45, 32).ToArray();
            byte[] additional = [.. BitConverter.GetBytes(218u), .. BitConverter.GetBytes(1u), .. genesis, .. birthHash, 0];
            return Sr25519.Verify(Signer, SignedExtrinsic.SigningMessage(Call, new SignedExtensions(Extra, additional)), Signature);
        }
    }
}
