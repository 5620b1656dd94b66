using System.Net;
using System.Numerics;
using System.Text.Json;
using Tsps.Domain;
using Tsps.Scoring;
using Tsps.Subtensor.Extrinsics;
using Tsps.Subtensor.Metadata;
using Tsps.Subtensor.Storage;
using Tsps.Subtensor.Tests.Support;
using Tsps.Testing;

namespace Tsps.Subtensor.Tests.Extrinsics;

[Trait(Categories.Name, Categories.Golden)]
public class SubtensorCallTests
{
    [Fact]
    public void Our_calls_are_the_recorded_bytes()
    {
        using var vectors = ChainVectors.Read("extrinsics");
        var compared = 0;
        foreach (var vector in vectors.RootElement.GetProperty("extrinsics").EnumerateArray())
        {
            if (CallOf(vector) is { } call)
            {
                Assert.Equal(vector.Text("call_hex"), Hex.Encode(call.Encode(ChainVectors.Metadata)));
                compared++;
            }
        }

        Assert.True(compared > 0);
    }

    [Fact]
    public void The_hash_of_a_commitment_is_the_recorded_one_and_so_is_what_the_chain_keeps_of_it()
    {
        using var vectors = ChainVectors.Read("extrinsics");
        var vector = vectors.RootElement.GetProperty("commit_reveal");
        var reveal = Reveal(vector);

        var netuid = vector.GetProperty("netuid").GetUInt16();
        Assert.Equal(vector.Text("preimage"), Hex.Encode(reveal.Preimage(vector.Bytes("hotkey_public"), netuid)));
        Assert.Equal(vector.Text("commit_hash"), Hex.Encode(reveal.Hash(vector.Bytes("hotkey_public"), netuid)));

        var entry = ChainVectors.Metadata.FindStorage("SubtensorModule", "WeightCommits")!;
        Assert.Equal(vector.Text("WeightCommits_key"), Hex.Encode(StorageKey.Create(ChainVectors.Metadata.Types, entry, (ulong)netuid, vector.Bytes("hotkey_public"))));
        var stored = StorageValue.Decode(ChainVectors.Metadata.Types, entry, vector.Bytes("WeightCommits_raw"));
        Assert.True(stored.Matches(vector.GetProperty("WeightCommits_decoded")), $"{stored}");
        var commit = WeightCommit.From(Assert.IsType<Subtensor.Scale.ScaleSequence>(stored).Items[0]);
        Assert.Equal(vector.Text("commit_hash"), commit.Hash);
        Assert.Equal(vector.GetProperty("commit_block").GetUInt64(), commit.CommitBlock);
        Assert.Equal(vector.GetProperty("first_reveal_block").GetUInt64(), commit.FirstRevealBlock);
        Assert.Equal(vector.GetProperty("last_reveal_block").GetUInt64(), commit.LastRevealBlock);
    }

    /// <summary>The chain makes the largest 65535; the specification allows 1 to whoever foretells the others.</summary>
    [Fact]
    public void What_the_chain_keeps_of_revealed_weights_is_what_they_are_normalized_to()
    {
        using var vectors = ChainVectors.Read("extrinsics");
        var vector = vectors.RootElement.GetProperty("commit_reveal");
        var after = vector.GetProperty("weights_after").EnumerateArray().Select(weight => (Uid: weight[0].GetUInt16(), Value: (int)weight[1].GetUInt16())).ToList();

        var normalized = SubnetWeights.Normalize([.. Reveal(vector).Weights.Select(weight => new UidShare(weight.Uid, weight.Value))]);

        Assert.Equal(after.Select(weight => weight.Uid), normalized.Select(weight => weight.Uid));
        Assert.All(after.Zip(normalized), pair => Assert.InRange(pair.Second.Value, pair.First.Value - 1, pair.First.Value + 1));
    }

    [Fact]
    public void A_call_that_the_runtime_lacks_is_refused_by_name()
    {
        var call = SubtensorCall.SetMechanismWeights(1, 1, [new UidWeight(1, 65535)], 0);
        var exception = Assert.Throws<SubtensorException>(() => call.Encode(ChainVectors.Metadata));
        Assert.Contains("SubtensorModule.set_mechanism_weights", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "07710100" + "08030405000000000000000400")]
    [InlineData(3, "07760100" + "03" + "08030405000000000000000400")]
    public void Timelocked_commitments_name_the_mechanism_where_it_is_not_the_main_one(byte mechanism, string expected) =>
        Assert.Equal(expected, Convert.ToHexStringLower(SubtensorCall.CommitTimelockedWeights(1, mechanism, [3, 4], 5, 4).Encode(NewerRuntime.Metadata())));

    [Theory]
    [InlineData(0, "07000100" + "0801000200" + "08ffff0080" + "0700000000000000")]
    [InlineData(3, "07770100" + "03" + "0801000200" + "08ffff0080" + "0700000000000000")]
    public void Weights_name_the_mechanism_where_it_is_not_the_main_one(byte mechanism, string expected) =>
        Assert.Equal(
            expected,
            Convert.ToHexStringLower(SubtensorCall.SetMechanismWeights(1, mechanism, [new UidWeight(1, 65535), new UidWeight(2, 32768)], 7).Encode(NewerRuntime.Metadata())));

    [Fact]
    public void Registering_has_a_limit_where_the_runtime_knows_of_one()
    {
        var hotkey = new byte[32];
        var types = new TypeRegistryBuilder();
        TypeField[] fields = [new("netuid", types.Find("u16")), new("hotkey", types.Find("AccountId")), new("limit_price", types.Find("u64"))];
        var calls = types.Declare("Call", new VariantType([new TypeVariant("register_limit", 9, fields)]));
        var pallet = new PalletMetadata("SubtensorModule", 7, calls, null, null, new Dictionary<string, StorageEntry>(), new Dictionary<string, PalletConstant>());
        var newer = new RuntimeMetadata(15, types.Build(), [pallet], 4, [], new Dictionary<string, RuntimeApiMethod>());

        Assert.Equal($"0x07090800{new string('0', 64)}00ca9a3b00000000", Hex.Encode(SubtensorCall.Register(newer, 8, hotkey, 1_000_000_000).Encode(newer)));
        Assert.Equal("burned_register", SubtensorCall.Register(ChainVectors.Metadata, 8, hotkey, 1_000_000_000).Name);
    }

    /// <summary>The call that a vector records, where it is one that we make.</summary>
    private static SubtensorCall? CallOf(JsonElement vector)
    {
        var arguments = vector.GetProperty("args");
        var name = vector.Text("call");
        return name switch
        {
            "set_weights" when arguments.GetProperty("dests").GetArrayLength() == arguments.GetProperty("weights").GetArrayLength() =>
                SubtensorCall.SetWeights(Netuid(arguments), Weights(arguments, "dests", "weights"), arguments.GetProperty("version_key").GetUInt64()),
            "serve_axon" when IsOurs(arguments) => SubtensorCall.ServeAxon(Netuid(arguments), Endpoint(arguments), arguments.GetProperty("version").GetUInt32()),
            "burned_register" => SubtensorCall.BurnedRegister(Netuid(arguments), Ss58.Decode(arguments.Text("hotkey"))),
            "commit_weights" => SubtensorCall.CommitWeights(Netuid(arguments), arguments.Bytes("commit_hash")),
            "reveal_weights" => SubtensorCall.RevealWeights(Netuid(arguments), Reveal(arguments)),
            _ => null,
        };
    }

    private static bool IsOurs(JsonElement arguments) =>
        arguments.GetProperty("protocol").GetByte() == SubtensorCall.AxonProtocol
        && arguments.GetProperty("placeholder1").GetByte() == 0
        && arguments.GetProperty("placeholder2").GetByte() == 0
        && arguments.GetProperty("ip_type").GetByte() is 4 or 6;

    private static AxonEndpoint Endpoint(JsonElement arguments)
    {
        var number = BigInteger.Parse(arguments.GetProperty("ip").ToString(), System.Globalization.CultureInfo.InvariantCulture);
        var bytes = new byte[arguments.GetProperty("ip_type").GetByte() == 4 ? 4 : 16];
        var digits = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        digits.CopyTo(bytes, bytes.Length - digits.Length);
        return new AxonEndpoint(new IPAddress(bytes), arguments.GetProperty("port").GetInt32());
    }

    private static WeightReveal Reveal(JsonElement json) => new(
        Weights(json, "uids", "values"),
        [.. json.GetProperty("salt").EnumerateArray().Select(number => number.GetUInt16())],
        json.GetProperty("version_key").GetUInt64());

    private static List<UidWeight> Weights(JsonElement json, string uids, string values) =>
        [.. json.GetProperty(uids).EnumerateArray().Zip(json.GetProperty(values).EnumerateArray(), (uid, value) => new UidWeight(uid.GetUInt16(), value.GetUInt16()))];

    private static ushort Netuid(JsonElement arguments) => arguments.GetProperty("netuid").GetUInt16();
}
