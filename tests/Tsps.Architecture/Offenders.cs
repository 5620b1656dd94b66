namespace Tsps.Architecture;

internal static class Offenders
{
    /// <summary>Fails with the rule and every offender, a line each.</summary>
    internal static void None(string rule, IEnumerable<string> offenders)
    {
        var found = offenders.ToList();
        Assert.True(found.Count == 0, $"{rule}\n  {string.Join("\n  ", found)}");
    }
}
