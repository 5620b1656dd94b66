using Tsps.Testing;

namespace Tsps.Domain.Tests;

[Trait(Categories.Name, Categories.Unit)]
public sealed class ArgumentExceptionReasonTests
{
    [Fact]
    public void The_parameters_name_and_value_are_left_out()
    {
        Assert.Equal("Too few.", new ArgumentException("Too few.", "columns").Reason());
        Assert.Equal("Too few.", new ArgumentOutOfRangeException("columns", 1, "Too few.").Reason());
        Assert.Equal("Too few (Parameter 'x').", new ArgumentException("Too few (Parameter 'x').", "x").Reason());
    }

    [Fact]
    public void A_message_without_a_parameter_stays() => Assert.Equal("Too few.", new ArgumentException("Too few.").Reason());
}
