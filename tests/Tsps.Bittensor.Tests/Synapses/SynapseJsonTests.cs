using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Tsps.Bittensor.Synapses;
using Tsps.Bittensor.Tensors;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Synapses;

[Trait(Categories.Name, Categories.Unit)]
public sealed class SynapseJsonTests
{
    private const string Good = """
        "request_uuid": "u", "stream_id": "s", "topic_id": 1, "feature_ids": [0.5], "prediction_size": 100, "schema_id": 1
        """;

    [Property]
    public Property Every_synapse_comes_back_in_both_styles() => Prop.ForAll(Synapses().ToArbitrary(), synapse =>
        Comes_back(synapse, SynapseJsonStyle.Request) && Comes_back(synapse, SynapseJsonStyle.Answer));

    [Property]
    public bool Changed_bytes_are_read_or_refused_but_never_break_anything(byte[] noise, uint place)
    {
        var body = Encoding.UTF8.GetBytes("{" + Good + """, "samples": {"buffer": "hcQC", "dtype": "float64", "shape": [1, -1]}, "dendrite": {"nonce": 5, "ip": "x"}, "timeout": 1.5}""");
        noise.AsSpan(0, Math.Min(noise.Length, 4)).CopyTo(body.AsSpan((int)(place % (uint)(body.Length - 4))));
        try
        {
            return SynapseJson.Read(Type("LiveForward"), body) is LiveForward;
        }
        catch (SynapseFormatException exception)
        {
            return exception.Message.Length > 0;
        }
    }

    [Theory]
    [InlineData("""{"a": {"b": [[[]]]}, GOOD}""")]
    [InlineData("""{"topic_id": "x", GOOD}""", "topic_id")]
    [InlineData("""{"prediction_size": null, GOOD}""", "prediction_size")]
    [InlineData("""{GOOD, "predictions": null, "samples": null}""")]
    [InlineData("""{GOOD, "name": 5, "timeout": null, "total_size": 1.5, "computed_body_hash": null, "required_hash_fields": null, "dendrite": null, "axon": null}""")]
    public void Unknown_members_and_null_where_it_may_stand_are_passed_over(string template, string? wrong = null)
    {
        var body = Encoding.UTF8.GetBytes(template.Replace("GOOD", Good, StringComparison.Ordinal));
        if (wrong is null)
        {
            var synapse = Assert.IsType<LiveForward>(SynapseJson.Read(Type("LiveForward"), body));
            Assert.Equal(("u", 100L, Synapse.DefaultTimeout), (synapse.RequestUuid, synapse.PredictionSize, synapse.Timeout));
        }
        else
        {
            var error = Assert.Throws<SynapseFormatException>(() => SynapseJson.Read(Type("LiveForward"), body));
            Assert.Contains($"'{wrong}'", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_last_of_repeated_members_counts_and_names_may_be_escaped()
    {
        var synapse = (LiveForward)Read("LiveForward", "{" + Good + """, "stream_id": "other", "topic\u005fid": 7}""");

        Assert.Equal(("other", 7L), (synapse.StreamId, synapse.TopicId));
    }

    [Fact]
    public void Types_are_converted_as_SDK_6_converts_them()
    {
        var synapse = (LiveForward)Read("LiveForward", """
            {"request_uuid": 5, "stream_id": true, "topic_id": "7", "feature_ids": ["1.5", 2, true], "prediction_size": 100.7, "schema_id": true,
             "timeout": "3", "dendrite": {"nonce": "99999999999999999999999999", "version": 1.0, "process_time": "0.5", "more": [1]}}
            """);

        Assert.Equal(("5", "True", 7L, 100L, 1L, 3.0), (synapse.RequestUuid, synapse.StreamId, synapse.TopicId, synapse.PredictionSize, synapse.SchemaId, synapse.Timeout));
        Assert.Equal([1.5, 2, 1], synapse.FeatureIds);
        Assert.Equal(new TerminalInfo { Nonce = Int128.Parse("99999999999999999999999999"), Version = 1, ProcessTime = 0.5 }, synapse.Dendrite);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("\"false\"")]
    [InlineData("1")]
    [InlineData(null)]
    public void A_receipt_may_be_null_or_absent(string? value)
    {
        var member = value is null ? "" : $", \"received\": {value}";

        var synapse = (LiveBackward)Read("LiveBackward", "{" + $"\"request_uuid\": \"u\", \"stream_id\": \"s\", \"topic_id\": null{member}" + "}");

        Assert.Equal(value switch { "true" or "1" => true, "\"false\"" => false, _ => (bool?)null }, synapse.Received);
    }

    [Theory]
    [InlineData("", SynapseBodyFault.NotAnObject)]
    [InlineData("[]", SynapseBodyFault.NotAnObject)]
    [InlineData("null", SynapseBodyFault.NotAnObject)]
    [InlineData("5", SynapseBodyFault.NotAnObject)]
    [InlineData("\uFEFF{}", SynapseBodyFault.NotAnObject)]
    [InlineData("not json", SynapseBodyFault.NotJson)]
    [InlineData("{\"topic_id\": \"x\"", SynapseBodyFault.NotJson)]
    [InlineData("[1, ", SynapseBodyFault.NotJson)]
    [InlineData("{} x", SynapseBodyFault.NotJson)]
    [InlineData("{\"a\": 1} {}", SynapseBodyFault.NotJson)]
    [InlineData("{}", SynapseBodyFault.WrongMember)]
    [InlineData("{\"feature_ids\": [NaN]}", SynapseBodyFault.WrongMember)]
    [InlineData("{\"feature_ids\": [1, -Infinity]}", SynapseBodyFault.WrongMember)]
    [InlineData("{\"stream_id\": \"\\ud800\"}", SynapseBodyFault.WrongMember)]
    [InlineData("{\"prediction_size\": 1000000000000000000000000000000}", SynapseBodyFault.WrongMember)]
    [InlineData("{\"feature_ids\": {\"a\": 1}}", SynapseBodyFault.WrongMember)]
    [InlineData("{\"samples\": \"x\"}", SynapseBodyFault.WrongTensor)]
    [InlineData("{\"samples\": {}}", SynapseBodyFault.WrongTensor)]
    [InlineData("{\"dendrite\": 5}", SynapseBodyFault.WrongMember)]
    [InlineData("{\"dendrite\": {\"nonce\": \"x\"}}", SynapseBodyFault.WrongMember)]
    public void A_broken_body_is_classed_as_axons_class_it(string body, SynapseBodyFault fault)
    {
        var error = Assert.Throws<SynapseFormatException>(() => Read("LiveForward", body));

        Assert.Equal(fault, error.Fault);
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_told_apart()
    {
        var error = Assert.Throws<SynapseFormatException>(() => SynapseJson.Read(SynapseTypes.Ping, "{\"a\": \"\xff\"}"u8.ToArray().Select(b => b == 0xc3 ? (byte)0xff : b).ToArray()));

        Assert.Equal(SynapseBodyFault.NotUtf8, error.Fault);
    }

    [Theory]
    [InlineData("stream_id", "\"{0}\"")]
    [InlineData("prediction_size", "1{0}")]
    [InlineData("feature_ids", "[\"{0}\"]")]
    [InlineData("computed_body_hash", "\"{0}\"")]
    [InlineData("required_hash_fields", "[\"{0}\"]")]
    [InlineData("dendrite.signature", "\"{0}\"")]
    public void A_value_of_more_than_64_kilobytes_is_refused_by_name(string name, string template)
    {
        var value = template.Replace("{0}", new string('0', (1 << 16) + 1), StringComparison.Ordinal);
        var member = name.Split('.') is [var block, var inner] ? $"\"{block}\": {{\"{inner}\": {value}}}" : $"\"{name}\": {value}";

        var error = Assert.Throws<SynapseFormatException>(() => Read("LiveForward", $"{{{Good}, {member}}}"));

        Assert.Equal((SynapseBodyFault.WrongMember, $"The member '{name}' has more than 65536 bytes."), (error.Fault, error.Message));
    }

    [Fact]
    public void A_text_of_64_kilobytes_is_taken()
    {
        var longest = new string('x', 1 << 16);

        Assert.Equal(longest, ((LiveForward)Read("LiveForward", $"{{{Good}, \"stream_id\": \"{longest}\"}}")).StreamId);
    }

    [Fact]
    public void A_list_has_65_536_elements_and_2_megabytes_at_most()
    {
        static string List(string element, int count) => $"{{{Good}, \"feature_ids\": [{string.Join(", ", Enumerable.Repeat(element, count))}]}}";

        Assert.Equal(65_536, ((LiveForward)Read("LiveForward", List("-1.2345678901234567e-100", 65_536))).FeatureIds.Count);
        Assert.Throws<SynapseFormatException>(() => Read("LiveForward", List("0", 65_537)));
        Assert.Throws<SynapseFormatException>(() => Read("LiveForward", List($"\"{new string('0', 60_000)}\"", 40)));
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        var error = Assert.Throws<SynapseFormatException>(() => Read("Synapse", "{\"a\":" + new string('[', 100_000) + new string(']', 100_000) + "}"));

        Assert.Equal(SynapseBodyFault.NotJson, error.Fault);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"dtype\": [")]
    [InlineData("{\"more\": [")]
    [InlineData("{\"shape\": [")]
    public void Deep_nesting_within_a_tensor_is_the_tensors_fault(string start)
    {
        const int Depth = 100_000;
        var end = start[0] == '{' ? "}" : "";

        var error = Assert.Throws<SynapseFormatException>(() => Read("LiveForward", "{" + Good + ", \"samples\": " + start + new string('[', Depth) + new string(']', Depth + 1) + end + "}"));

        Assert.Equal(SynapseBodyFault.WrongTensor, error.Fault);
    }

    [Theory]
    [InlineData("""{"dtype": "float64", "shape": [NaN]}""", SynapseBodyFault.WrongTensor)]
    [InlineData("""{"buffer": "\ud800", "dtype": "float64", "shape": [1]}""", SynapseBodyFault.WrongTensor)]
    [InlineData("""{"dtype": "float64", "shape": [1}""", SynapseBodyFault.NotJson)]
    [InlineData("""{"dtype": "float64", "shape": [1""", SynapseBodyFault.NotJson)]
    public void What_is_wrong_within_a_tensor_is_the_tensors_fault_unless_the_text_breaks_there(string samples, SynapseBodyFault fault)
    {
        var error = Assert.Throws<SynapseFormatException>(() => Read("LiveForward", "{" + Good + ", \"samples\": " + samples + "}"));

        Assert.Equal(fault, error.Fault);
    }

    [Fact]
    public void An_escaped_buffer_is_held_against_the_limit_before_it_is_copied()
    {
        const int Characters = 8 << 20;
        var body = Encoding.UTF8.GetBytes("{" + Good + """, "samples": {"buffer": "\/""" + new string('A', Characters) + "\", \"dtype\": \"float64\", \"shape\": [1]}}");
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<SynapseFormatException>(() => SynapseJson.Read(Type("LiveForward"), body, new TensorLimits(1000)));

        Assert.Equal(SynapseBodyFault.WrongTensor, error.Fault);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Characters / 8);
    }

    [Fact]
    public void A_buffer_is_not_copied_unless_it_is_escaped()
    {
        var body = Encoding.UTF8.GetBytes("{" + Good + """, "samples": {"buffer": "AAAA", "dtype": "torch.float32", "shape": "torch.Size([2, 3])"}, "predictions": {"buffer": "AA\/A", "dtype": "bool", "shape": [0]}}""");

        var synapse = (LiveForward)SynapseJson.Read(Type("LiveForward"), body);
        body.AsSpan().Replace((byte)'A', (byte)'B');

        Assert.Equal("BBBB", Encoding.ASCII.GetString(synapse.Samples!.Buffer!.Value.Span));
        Assert.Equal("AA/A", Encoding.ASCII.GetString(synapse.Predictions!.Buffer!.Value.Span));
        Assert.Equal((TensorDtype.Float32, TensorDtypeSpelling.Torch), (synapse.Samples.Dtype, synapse.Samples.Spelling));
        Assert.Equal([2, 3], synapse.Samples.Shape);
    }

    [Fact]
    public void A_buffer_with_rubbish_is_written_as_JSON_all_the_same()
    {
        var rubbish = new TensorBlock("A\"\n\u0001A"u8.ToArray(), TensorDtype.Float64, TensorDtypeSpelling.Bare, [1]);
        var synapse = (LiveForward)Type("LiveForward").Blank with { Samples = rubbish };

        Assert.True(Comes_back(synapse, SynapseJsonStyle.Answer));
    }

    [Fact]
    public void Numbers_that_JSON_lacks_are_not_sent()
    {
        var synapse = (LiveForward)Type("LiveForward").Blank with { FeatureIds = [double.NaN] };

        Assert.Throws<ArgumentException>(() => Write(synapse, SynapseJsonStyle.Request));
    }

    private static Gen<Synapse> Synapses() =>
        from type in Gen.Elements(SynapseTypes.All.AsEnumerable())
        from text in ArbMap.Default.GeneratorFor<UnicodeText>()
        from numbers in ArbMap.Default.GeneratorFor<NormalFloat[]>()
        from integer in ArbMap.Default.GeneratorFor<long?>()
        from truth in ArbMap.Default.GeneratorFor<bool?>()
        from large in ArbMap.Default.GeneratorFor<ulong>()
        select Fill(type, text.Value, [.. numbers.Select(number => number.Get)], integer, truth, large);

    private static Synapse Fill(SynapseType type, string? text, double[] numbers, long? integer, bool? truth, ulong large)
    {
        var terminal = new TerminalInfo
        {
            StatusCode = integer,
            StatusMessage = text,
            ProcessTime = numbers.Length > 0 ? numbers[0] : null,
            Ip = text,
            Port = integer,
            Version = integer,
            Nonce = (Int128)large * large,
            Uuid = text,
            Hotkey = text,
            Signature = text,
        };
        var tensor = integer is null ? null : TensorCodec.Encode<double>(numbers, [numbers.Length], truth == true ? TensorDtypeSpelling.Torch : TensorDtypeSpelling.Bare);
        var synapse = type.Blank with
        {
            Timeout = numbers.Length > 0 ? numbers[0] : 1,
            TotalSize = integer ?? 0,
            Dendrite = terminal,
            Axon = terminal with { Nonce = null },
            ComputedBodyHash = text ?? "",
            RequiredHashFields = truth is null ? null : [text ?? ""],
        };
        synapse = synapse is StreamSynapse stream ? stream with { RequestUuid = text ?? "", StreamId = text ?? "", Samples = tensor, TopicId = integer } : synapse;
        synapse = synapse is ForwardSynapse forward ? forward with { FeatureIds = numbers, PredictionSize = integer ?? 0, SchemaId = integer } : synapse;
        return synapse switch
        {
            LiveForward live => live with { Predictions = tensor },
            LiveForwardHash hash => hash with { HashedPredictions = text },
            TrainingForward training => training with { Predictions = tensor },
            BackwardSynapse backward => backward with { Received = truth },
            _ => synapse,
        };
    }

    /// <summary>The bytes say everything, so two synapses are the same when their bytes are.</summary>
    private static bool Comes_back(Synapse synapse, SynapseJsonStyle style)
    {
        var body = Write(synapse, style);
        var read = SynapseJson.Read(SynapseTypes.Of(synapse), body);
        return Write(read, style).Span.SequenceEqual(body.Span) && read.Dendrite == synapse.Dendrite && read.Axon == synapse.Axon;
    }

    private static ReadOnlyMemory<byte> Write(Synapse synapse, SynapseJsonStyle style)
    {
        var output = new ArrayBufferWriter<byte>();
        SynapseJson.Write(output, synapse, style);
        return output.WrittenMemory;
    }

    private static Synapse Read(string type, string body) => SynapseJson.Read(Type(type), Encoding.UTF8.GetBytes(body));

    private static SynapseType Type(string name) => SynapseTypes.Find(name)!;

    /// <summary>Texts without lone surrogates, which UTF-8 cannot hold.</summary>
    public sealed record UnicodeText(string? Value)
    {
        public string? Value { get; } = Value is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(Value));
    }
}
