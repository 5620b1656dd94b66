using System.CommandLine;
using Tsps.Local.Commands;
using Tsps.Testing;

namespace Tsps.Local.Tests.Commands;

[Trait(Categories.Name, Categories.Storage)]
public sealed class AuditCommandTests(AzuriteFixture azurite) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tsps-audit-");

    [Fact]
    public async Task A_time_that_ends_before_it_begins_is_refused_with_both_dates()
    {
        var (code, _, error) = await AuditAsync("2026-03-07", "2026-03-01");

        Assert.Equal(1, code);
        Assert.Contains("--from is 2026-03-07 and --to is 2026-03-01", error, StringComparison.Ordinal);
        Assert.Contains("give the earlier one with --from", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_audit_that_looked_at_nothing_says_so_and_does_not_pass()
    {
        var (code, output, _) = await AuditAsync("2026-03-01", "2026-03-07");

        Assert.Equal(1, code);
        Assert.Contains("nothing was audited", output, StringComparison.Ordinal);
        Assert.Contains("weights sent to registry/8: 0 submissions recomputed", output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<(int Code, string Output, string Error)> AuditAsync(string from, string to) =>
        CommandTests.InvokeAsync(new RootCommand { AuditCommand.Create() }, "audit", "--from", from, "--to", to, "--settings", Settings());

    private string Settings() => CommandTests.WriteSettings(_folder, ("AzureWebJobsStorage", azurite.NewAccount()));
}
