using System.Globalization;

namespace Tsps.Local.Chain;

/// <summary>Numbers of things: 1 neuron, 2 neurons.</summary>
internal static class CountText
{
    internal static string Of(ulong count, string thing) => string.Create(CultureInfo.InvariantCulture, $"{count} {thing}{(count == 1 ? "" : "s")}");
}
