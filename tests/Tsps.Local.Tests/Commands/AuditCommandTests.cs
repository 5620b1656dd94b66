using Tsps.Testing;

namespace Tsps.Local.Tests.Commands;

[Trait(Categories.Name, Categories.Storage)]
public sealed class AuditCommandTests(AzuriteFixture azurite) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tsps-audit-");

    [Fact]
    public async Task A_time_that_ends_before_it_begins_is_refused_with_both_dates()
    {
        var (code, _, error) = await CommandTests.InvokeAsync("audit", "--from", "2026-03-07", "--to", "2026-03-01", "--settings", Settings());

        Assert.Equal(1, code);
        Assert.Contains("--from is 2026-03-07 and --to is 2026-03-01", error, StringComparison.Ordinal);
        Assert.Contains("give the earlier one with --from", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_audit_that_looked_at_nothing_says_so_and_does_not_pass()
    {
        var (code, output, _) = await CommandTests.InvokeAsync("audit", "--from", "2026-03-01", "--to", "2026-03-07", "--settings", Settings());

        Assert.Equal(1, code);
        Assert.Contains("nothing was audited", output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Settings() => CommandTests.WriteSettings(_folder, ("AzureWebJobsStorage", azurite.NewAccount()));
}
