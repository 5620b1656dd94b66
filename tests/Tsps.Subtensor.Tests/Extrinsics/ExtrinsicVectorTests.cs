using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Tsps.Bittensor.Keys;
using Tsps.Subtensor.Extrinsics;
using Tsps.Subtensor.Metadata;
using Tsps.Subtensor.Scale;
using Tsps.Subtensor.Storage;
using Tsps.Subtensor.Tests.Support;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Extrinsics;

[Trait(Categories.Name, Categories.Golden)]
public class ExtrinsicVectorTests
{
    [Fact]
    public void Calls_are_the_recorded_bytes()
    {
        using var vectors = ChainVectors.Read("extrinsics");
        foreach (var vector in Extrinsics(vectors))
        {
            Assert.Equal(vector.Text("call_hex"), Hex.Encode(Call(vector)));
        }
    }

    [Theory]
    [InlineData(14)]
    [InlineData(15)]
    public void What_is_signed_and_what_is_sent_are_the_recorded_bytes(int version)
    {
        var metadata = MetadataReader.Read(ChainVectors.MetadataBytes(version));
        using var vectors = ChainVectors.Read("extrinsics");
        foreach (var vector in Extrinsics(vectors))
        {
            var call = vector.Bytes("call_hex");
            var extensions = SignedExtensions.Compose(Runtime(vector, metadata), Nonce(vector), Tip(vector), MortalityOf(vector));
            Assert.Equal(vector.Text("extra_hex"), Hex.Encode(extensions.Extra));
            Assert.Equal(vector.Text("additional_signed_hex"), Hex.Encode(extensions.Additional));
            AssertParts(vector, MortalityOf(vector));
            Assert.Equal(vector.Text("payload_hex"), Hex.Encode([.. call, .. extensions.Extra, .. extensions.Additional]));
            Assert.Equal(vector.GetProperty("payload_length").GetInt32(), call.Length + extensions.Extra.Length + extensions.Additional.Length);
            Assert.Equal(vector.GetProperty("payload_hashed").GetBoolean(), Hex.Encode(SignedExtrinsic.SigningMessage(call, extensions)) != vector.Text("payload_hex"));
            Assert.Equal(vector.Text("signed_message_hex"), Hex.Encode(SignedExtrinsic.SigningMessage(call, extensions)));

            var bytes = SignedExtrinsic.Assemble(vector.Bytes("signer_public"), vector.Bytes("signature_hex"), extensions, call);
            Assert.Equal(vector.Text("extrinsic_hex"), Hex.Encode(bytes));
            var hash = new SignedExtrinsic(bytes, Nonce(vector), null).Hash;
            Assert.Equal(vector.Text("extrinsic_hash"), hash);
            if (vector.GetProperty("result").TryGetProperty("rpc_result", out var answer))
            {
                Assert.Equal(answer.GetString(), hash);
            }
        }
    }

    [Fact]
    public void The_signed_extensions_are_those_of_the_recorded_runtime()
    {
        using var vectors = ChainVectors.Read("extrinsics");
        var meta = vectors.RootElement.GetProperty("meta");
        Assert.Equal(meta.GetProperty("signed_extensions").EnumerateArray().Select(name => name.GetString()), ChainVectors.Metadata.SignedExtensions.Select(extension => extension.Identifier));
        Assert.Contains(Extrinsics(vectors), vector => vector.Text("genesis_hash") == meta.Text("genesis_hash"));
    }

    [Theory]
    [InlineData("extrinsics")]
    [InlineData("storage")]
    public void Secrets_give_the_recorded_keys_and_those_the_recorded_addresses(string file)
    {
        using var vectors = ChainVectors.Read(file);
        foreach (var account in vectors.RootElement.GetProperty("accounts").EnumerateArray())
        {
            using var key = Keypair.FromSeed(account.Bytes("mini_secret"));
            Assert.Equal(account.Text("public_key"), Hex.Encode(key.PublicKey.Span));
            Assert.Equal(account.Text("ss58"), key.Hotkey.Address);
        }
    }

    [Fact]
    public void Recorded_signatures_verify_and_so_do_ours()
    {
        using var vectors = ChainVectors.Read("extrinsics");
        var secrets = vectors.RootElement.GetProperty("accounts").EnumerateArray().ToDictionary(account => account.Text("public_key"), account => account.Bytes("mini_secret"));
        foreach (var vector in Extrinsics(vectors))
        {
            var message = vector.Bytes("signed_message_hex");
            var publicKey = vector.Bytes("signer_public");
            Assert.Equal(vector.Text("signer_ss58"), Ss58.Encode(publicKey).Address);
            Assert.Equal(vector.GetProperty("signature_valid").GetBoolean(), Sr25519.Verify(publicKey, message, vector.Bytes("signature_hex")));

            using var signer = Keypair.FromSeed(secrets[vector.Text("signer_public")]);
            var ours = SignedExtrinsic.Create(Runtime(vector, ChainVectors.Metadata), Call(vector), signer, Nonce(vector), Tip(vector), MortalityOf(vector));
            var recorded = vector.Bytes("extrinsic_hex");
            Assert.Equal(recorded.Length, ours.Bytes.Length);
            Assert.True(Sr25519.Verify(publicKey, message, SignatureOf(ours.Bytes, recorded, vector.Bytes("signature_hex"))));
        }
    }

    [Fact]
    public void Events_of_the_block_tell_the_recorded_outcome()
    {
        var metadata = ChainVectors.Metadata;
        using var vectors = ChainVectors.Read("extrinsics");
        var decoded = 0;
        foreach (var vector in Extrinsics(vectors).Where(vector => vector.GetProperty("result").GetProperty("accepted").GetBoolean()))
        {
            var result = vector.GetProperty("result");
            var index = result.GetProperty("extrinsic_index").GetUInt32();
            var events = ChainEvent.ListFrom(StorageValue.Decode(metadata.Types, metadata.FindStorage("System", "Events")!, result.Bytes("events_raw")));
            var own = events.Where(record => record.ExtrinsicIndex == index).ToList();
            var expected = result.GetProperty("events").EnumerateArray().ToList();
            Assert.Equal(expected.Select(record => $"{record.Text("pallet")}.{record.Text("event")}"), own.Select(record => $"{record.Pallet}.{record.Name}"));
            Assert.All(own.Zip(expected), pair => Assert.True(AttributesMatch(pair.First, pair.Second.GetProperty("attributes")), vector.Text("title")));

            var outcome = DispatchOutcome.Of(metadata, events, index);
            Assert.Equal(result.GetProperty("success").GetBoolean(), outcome is null);
            if (outcome is not null)
            {
                AssertError(result, outcome, own);
            }

            decoded++;
        }

        Assert.True(decoded > 0);
    }

    [Fact]
    public void Recorded_refusals_are_understood()
    {
        using var vectors = ChainVectors.Read("extrinsics");
        foreach (var vector in Extrinsics(vectors).Where(vector => !vector.GetProperty("result").GetProperty("accepted").GetBoolean()))
        {
            var error = vector.GetProperty("result").GetProperty("error");
            var message = error.Text("message");
            using var json = JsonDocument.Parse(message);
            var recorded = json.RootElement.GetProperty("invalid").EnumerateObject().Single();

            var refusal = Refusal.From(new RpcException("author_submitExtrinsic", error.GetProperty("code").GetInt32(), message, null, new IOException()), 218);

            Assert.Equal(recorded.Name, refusal.Reason.ToString(), ignoreCase: true);
            Assert.Equal(recorded.Value.ValueKind == JsonValueKind.Number ? recorded.Value.GetByte() : (byte?)null, refusal.CustomCode);
        }
    }

    /// <summary>The extensions' bytes one by one.</summary>
    private static void AssertParts(JsonElement vector, Mortality mortality)
    {
        Assert.Equal(vector.Text("era_hex"), Hex.Encode(mortality.Era.Encode()));
        Assert.Equal(vector.Text("nonce_hex"), Compact(Nonce(vector)));
        Assert.Equal(vector.Text("tip_hex"), Compact(Tip(vector)));
        byte[] extra = [.. vector.Bytes("era_hex"), .. vector.Bytes("nonce_hex"), .. vector.Bytes("tip_hex"), .. vector.Bytes("metadata_hash_mode_hex")];
        Assert.Equal(vector.Text("extra_hex"), Hex.Encode(extra));
    }

    private static string Compact(BigInteger number)
    {
        var writer = new ScaleWriter();
        writer.WriteCompact(number);
        return Hex.Encode(writer.ToArray());
    }

    /// <summary>An error of a pallet by its name and numbers, any other as the event has it.</summary>
    private static void AssertError(JsonElement result, DispatchError outcome, List<ChainEvent> own)
    {
        var error = own.Single(record => record is { Pallet: "System", Name: "ExtrinsicFailed" }).Fields.Field("dispatch_error");
        Assert.True(error.Matches(result.GetProperty("dispatch_error")), $"{error}");
        if (result.TryGetProperty("error_name", out var name))
        {
            Assert.Equal(name.GetString(), $"{outcome.Pallet}.{outcome.Name}");
            var module = Assert.IsType<ScaleVariant>(error).Content.Fields[0].Value.AsStructure();
            Assert.Equal(result.GetProperty("error_module_index").GetByte(), ChainVectors.Metadata.Pallet(outcome.Pallet).Index);
            Assert.Equal(result.Text("error_bytes_hex"), Hex.Encode(module.Bytes("error")));
        }
    }

    private static bool AttributesMatch(ChainEvent record, JsonElement attributes) =>
        record.Fields is { Fields: [{ Key: "" } single] } ? single.Value.Matches(attributes) : record.Fields.Matches(attributes);

    private static List<JsonElement> Extrinsics(JsonDocument vectors) => [.. vectors.RootElement.GetProperty("extrinsics").EnumerateArray()];

    private static byte[] Call(JsonElement vector) => CallEncoder.Encode(
        ChainVectors.Metadata,
        vector.Text("pallet"),
        vector.Text("call"),
        [.. vector.GetProperty("args").EnumerateObject().Select(argument => (argument.Name, argument.Value.ToScale()))]);

    private static ChainRuntime Runtime(JsonElement vector, RuntimeMetadata metadata) => new(
        vector.Bytes("genesis_hash"),
        "node-subtensor",
        vector.GetProperty("spec_version").GetUInt32(),
        vector.GetProperty("transaction_version").GetUInt32(),
        metadata);

    private static ulong Nonce(JsonElement vector) => vector.GetProperty("nonce").GetUInt64();

    private static BigInteger Tip(JsonElement vector) => BigInteger.Parse(vector.Text("tip"), CultureInfo.InvariantCulture);

    private static Mortality MortalityOf(JsonElement vector)
    {
        var hash = vector.Bytes("mortality_block_hash");
        if (vector.Text("mortality") == "immortal")
        {
            return Mortality.Immortal(hash);
        }

        var era = vector.GetProperty("era_info");
        var current = era.GetProperty("current_block").GetUInt64();
        var quantum = era.GetProperty("quantize_factor").GetUInt64();
        var mortality = Mortality.Mortal(Mortality.EraFor(era.GetProperty("requested_period").GetUInt32(), current), current, hash);
        Assert.Equal(era.GetProperty("period").GetUInt64(), mortality.Era.Period);
        Assert.Equal(era.GetProperty("phase").GetUInt64(), mortality.Era.Phase);
        Assert.Equal(current % mortality.Era.Period / quantum * quantum, mortality.Era.Phase);
        Assert.Equal(era.GetProperty("birth_block").GetUInt64(), mortality.Era.EraStart(current));
        Assert.Equal(era.GetProperty("death_block").GetUInt64(), mortality.DeathBlock);
        return mortality;
    }

    /// <summary>The signature stands where the recorded extrinsic has its own; all other bytes are the same.</summary>
    private static byte[] SignatureOf(byte[] ours, byte[] recorded, byte[] recordedSignature)
    {
        var at = recorded.AsSpan().IndexOf(recordedSignature);
        var end = at + recordedSignature.Length;
        Assert.Equal(recorded[..at], ours[..at]);
        Assert.Equal(recorded[end..], ours[end..]);
        return ours[at..end];
    }
}
