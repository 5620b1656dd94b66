using Tsps.Testing;

namespace Tsps.Storage.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class ModelStoreTests(AzuriteFixture azurite) : StorageTest(azurite)
{
    private ModelStore Models => new(Blobs);

    [Fact]
    public async Task A_model_is_added_once_and_never_written_over()
    {
        Assert.True(await Models.TryAddAsync("lstm", new byte[] { 1, 2, 3 }, Token));
        var version = await Models.FindVersionAsync("lstm", Token);
        Assert.False(await Models.TryAddAsync("lstm", new byte[] { 4 }, Token));

        Assert.NotNull(version);
        Assert.Equal(version, await Models.FindVersionAsync("lstm", Token));
        Assert.Equal([1, 2, 3], (await Models.FindAsync("lstm", Token))!.ToArray());
    }

    [Fact]
    public async Task A_name_without_a_model_has_no_version_and_no_bytes()
    {
        Assert.Null(await Models.FindVersionAsync("lstm", Token));
        Assert.Null(await Models.FindAsync("lstm", Token));
    }
}
