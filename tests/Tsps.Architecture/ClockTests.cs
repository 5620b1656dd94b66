using Tsps.Testing;

namespace Tsps.Architecture;

/// <summary>Time comes from a <see cref="TimeProvider"/>, so that a replay and a test can set it.</summary>
[Trait(Categories.Name, Categories.Unit)]
public sealed class ClockTests
{
    private static readonly string[] Forbidden =
    [
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today",
        "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow",
        "System.Threading.Thread.Sleep",
    ];

    [Fact]
    public void Product_code_reads_no_clock_of_its_own_and_blocks_no_thread() =>
        Offenders.None(
            "Take a TimeProvider, and await a delay of it:",
            from assembly in ProductAssembly.All
            from member in assembly.MembersUsed
            where Forbidden.Contains(member)
            select $"{assembly.Name} uses {member}");
}
