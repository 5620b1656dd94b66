using Tsps.Bittensor.Synapses;
using Tsps.Testing;

namespace Tsps.Bittensor.Tests.Synapses;

[Trait(Categories.Name, Categories.Unit)]
public sealed class SynapseTypesTests
{
    [Fact]
    public void Every_synapse_is_found_by_its_class_name_and_by_no_other_case()
    {
        foreach (var type in SynapseTypes.All)
        {
            Assert.Same(type, SynapseTypes.Find(type.Name));
            Assert.Same(type, SynapseTypes.Of(type.Blank));
            Assert.Null(SynapseTypes.Find(type.Name.ToLowerInvariant()));
        }
    }

    [Theory]
    [InlineData("Synapse", "")]
    [InlineData("LiveForward", "request_uuid! stream_id! samples topic_id! feature_ids! prediction_size! schema_id! predictions")]
    [InlineData("LiveForwardHash", "request_uuid! stream_id! samples topic_id! feature_ids! prediction_size! schema_id! hashed_predictions")]
    [InlineData("TrainingForward", "request_uuid! stream_id! samples topic_id! feature_ids! prediction_size! schema_id! predictions")]
    [InlineData("LiveBackward", "request_uuid! stream_id! samples topic_id! received")]
    [InlineData("TrainingBackward", "request_uuid! stream_id! samples topic_id! received")]
    public void Members_stand_in_wire_order_and_the_required_ones_are_marked(string name, string members)
    {
        var type = SynapseTypes.Find(name);

        Assert.NotNull(type);
        Assert.Equal(members, string.Join(' ', type.Members.Select(member => member.IsRequired ? member.Name + "!" : member.Name)));
    }

    [Fact]
    public void An_answer_may_change_the_tensors_the_feature_ids_the_hash_and_the_receipt_only()
    {
        var changeable = SynapseTypes.All.SelectMany(type => type.Members).Where(member => member.AnswerMayChange).Select(member => member.Name).Distinct();

        Assert.Equal(["feature_ids", "hashed_predictions", "predictions", "received", "samples"], changeable.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_synapse_of_another_class_is_refused_with_what_to_do()
    {
        var error = Assert.Throws<ArgumentException>(() => SynapseTypes.Of(new Unregistered()));

        Assert.Contains("Unregistered", error.Message, StringComparison.Ordinal);
    }

    private sealed record Unregistered : Synapse;
}
