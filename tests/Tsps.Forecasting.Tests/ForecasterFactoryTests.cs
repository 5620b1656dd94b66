using Tsps.Testing;

namespace Tsps.Forecasting.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class ForecasterFactoryTests
{
    [Fact]
    public void Every_built_in_model_makes_a_forecaster_of_its_name()
    {
        Assert.All(BuiltInModels.Names, name =>
        {
            Assert.True(ForecasterFactory.NeedsModel(name));
            using var forecaster = ForecasterFactory.Create(name, ModelFile.ReadBuiltIn(name));
            Assert.Equal(name, forecaster.Name);
        });
    }

    [Fact]
    public void Last_close_needs_no_model()
    {
        Assert.False(ForecasterFactory.NeedsModel("last-close"));
        Assert.Equal("last-close", ForecasterFactory.Create("last-close").Name);
        Assert.Throws<ArgumentException>(() => ForecasterFactory.Create("last-close", default));
    }

    [Fact]
    public void A_model_needs_its_file()
    {
        var error = Assert.Throws<ArgumentException>(() => ForecasterFactory.Create("lstm50"));

        Assert.Contains("lstm50 is made from a model's file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_built_in_model_is_refused_with_those_that_there_are()
    {
        var error = Assert.Throws<ArgumentException>(() => BuiltInModels.Open("lstm51"));

        Assert.Contains("lstm50", error.Message, StringComparison.Ordinal);
    }
}
