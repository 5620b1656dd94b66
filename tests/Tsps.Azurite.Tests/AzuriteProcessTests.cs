using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Tsps.Testing;

namespace Tsps.Azurite.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class AzuriteProcessTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tsps-azurite-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Serves_tables_and_blobs()
    {
        await using var azurite = await AzuriteProcess.StartAsync(new AzuriteOptions(), Token);

        await AddRowAsync(azurite.ConnectionString, "row");
        var container = new BlobContainerClient(azurite.ConnectionString, "things");
        await container.CreateAsync(cancellationToken: Token);
        await container.UploadBlobAsync("thing", BinaryData.FromString("content"), Token);

        Assert.True(await HasRowAsync(azurite.ConnectionString, "row"));
        Assert.Equal("content", (await container.GetBlobClient("thing").DownloadContentAsync(Token)).Value.Content.ToString());
    }

    [Fact]
    public async Task Keeps_accounts_apart()
    {
        await using var azurite = await AzuriteProcess.StartAsync(new AzuriteOptions { Accounts = ["first", "second"] }, Token);

        await AddRowAsync(azurite.ConnectionStringOf("first"), "row");
        await AddRowAsync(azurite.ConnectionStringOf("second"), "other");

        Assert.False(await HasRowAsync(azurite.ConnectionStringOf("second"), "row"));
    }

    [Fact]
    public async Task Keeps_its_data_in_the_folder_over_a_restart()
    {
        var options = new AzuriteOptions { DataFolder = _folder.FullName };
        await using (var first = await AzuriteProcess.StartAsync(options, Token))
        {
            await AddRowAsync(first.ConnectionString, "row");
        }

        await using var second = await AzuriteProcess.StartAsync(options, Token);

        Assert.True(await HasRowAsync(second.ConnectionString, "row"));
    }

    [Fact]
    public async Task Says_which_port_is_taken()
    {
        await using var first = await AzuriteProcess.StartAsync(new AzuriteOptions(), Token);
        var taken = new Uri(new TableServiceClient(first.ConnectionString).Uri.ToString()).Port;

        var refused = await Assert.ThrowsAsync<AzuriteUnavailableException>(
            () => AzuriteProcess.StartAsync(new AzuriteOptions { Ports = new AzuritePorts(0, 0, taken) }, Token));

        Assert.Contains($"{taken}", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no-such-folder/azurite.js")]
    public async Task Says_what_to_do_when_the_entry_is_missing(string? entry)
    {
        var refused = await Assert.ThrowsAsync<AzuriteUnavailableException>(
            () => AzuriteProcess.StartAsync(new AzuriteOptions { Entry = entry }, Token));

        Assert.Contains(AzuriteOptions.EntryVariable, refused.Message, StringComparison.Ordinal);
        Assert.Contains("./tsps", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task AddRowAsync(string connectionString, string rowKey)
    {
        var table = new TableClient(connectionString, "things");
        await table.CreateIfNotExistsAsync(Token);
        await table.AddEntityAsync(new TableEntity("p", rowKey), Token);
    }

    private static async Task<bool> HasRowAsync(string connectionString, string rowKey) =>
        (await new TableClient(connectionString, "things").GetEntityIfExistsAsync<TableEntity>("p", rowKey, cancellationToken: Token)).HasValue;
}
