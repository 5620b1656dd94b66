namespace Tsps.Drand.Tests.Support;

internal static class Refusal
{
    /// <summary>That a call throws exactly this, in words that hold <paramref name="message"/>.</summary>
    public static void Expect<TException>(string message, Func<object> call)
        where TException : Exception =>
        Assert.Contains(message, Assert.Throws<TException>(call).Message, StringComparison.Ordinal);
}
