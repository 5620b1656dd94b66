using Azure.Storage.Blobs;
using Tsps.Local.Hosting.Timers;
using Tsps.Testing;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace Tsps.Local.Tests.Hosting;

[Trait(Categories.Name, Categories.Storage)]
public sealed class BlobTimerStatusStoreTests(AzuriteFixture azurite)
{
    private static readonly TimerStatus Status = new(
        new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), new DateTime(2026, 1, 1, 0, 5, 0, DateTimeKind.Utc), new DateTime(2026, 1, 1, 0, 0, 1, DateTimeKind.Utc));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Has_nothing_before_the_first_write()
    {
        var store = new BlobTimerStatusStore(new BlobServiceClient(azurite.NewAccount()));

        Assert.Null(await store.ReadAsync("host", "Function", Token));
    }

    [Fact]
    public async Task Keeps_the_state_where_the_real_host_keeps_it()
    {
        var service = new BlobServiceClient(azurite.NewAccount());
        var store = new BlobTimerStatusStore(service);

        await store.WriteAsync("host", "Function", new TimerStatus(default, Status.Next, Status.LastUpdated), Token);
        await store.WriteAsync("host", "Function", Status, Token);

        Assert.Equal(Status, await store.ReadAsync("host", "Function", Token));
        Assert.Null(await store.ReadAsync("other", "Function", Token));
        Assert.True((await service.GetBlobContainerClient("azure-webjobs-hosts").GetBlobClient("timers/host/Host.Functions.Function/status").ExistsAsync(Token)).Value);
    }

    [Fact]
    public async Task Takes_a_damaged_state_for_none()
    {
        var service = new BlobServiceClient(azurite.NewAccount());
        var store = new BlobTimerStatusStore(service);
        await store.WriteAsync("host", "Function", Status, Token);

        await service.GetBlobContainerClient("azure-webjobs-hosts").GetBlobClient("timers/host/Host.Functions.Function/status")
            .UploadAsync(BinaryData.FromString("{\"Last\":"), overwrite: true, Token);

        Assert.Null(await store.ReadAsync("host", "Function", Token));
    }
}
