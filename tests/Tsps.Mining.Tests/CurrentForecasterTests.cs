using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging.Abstractions;
using Tsps.Forecasting;
using Tsps.Storage;
using Tsps.Testing;

namespace Tsps.Mining.Tests;

[Trait(Categories.Name, Categories.Storage)]
public sealed class CurrentForecasterTests(AzuriteFixture azurite)
{
    private readonly BlobServiceClient _blobs = new(azurite.NewAccount());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_last_close_needs_no_storage()
    {
        using var forecaster = New("last-close");
        Assert.IsType<LastCloseForecaster>(await forecaster.GetAsync(Token));
    }

    [Fact]
    public async Task A_model_that_comes_with_Tsps_is_put_into_storage_and_loaded_from_there()
    {
        using var forecaster = New(BuiltInModels.Lstm50);
        Assert.Equal(BuiltInModels.Lstm50, (await forecaster.GetAsync(Token)).Name);
        Assert.NotNull(await new ModelStore(_blobs).FindVersionAsync(BuiltInModels.Lstm50, Token));
    }

    [Fact]
    public async Task A_model_that_is_nowhere_is_an_error_that_says_what_to_do()
    {
        using var forecaster = New("mine");
        var missing = await Assert.ThrowsAsync<InvalidOperationException>(() => forecaster.GetAsync(Token).AsTask());
        Assert.Contains("mine.onnx", missing.Message, StringComparison.Ordinal);
        Assert.Contains("Miner__Model", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_model_is_loaded_at_the_next_refresh_and_an_unusable_one_leaves_the_old()
    {
        using var forecaster = New(BuiltInModels.Lstm50);
        var first = await forecaster.GetAsync(Token);
        await forecaster.RefreshAsync(Token);
        Assert.Same(first, await forecaster.GetAsync(Token));

        await UploadAsync(BinaryData.FromString("no model"));
        await forecaster.RefreshAsync(Token);
        Assert.Same(first, await forecaster.GetAsync(Token));

        using var builtIn = BuiltInModels.Open(BuiltInModels.Lstm50);
        await UploadAsync(await BinaryData.FromStreamAsync(builtIn, Token));
        await forecaster.RefreshAsync(Token);
        Assert.NotSame(first, await forecaster.GetAsync(Token));
    }

    private async Task UploadAsync(BinaryData onnx) =>
        await _blobs.GetBlobContainerClient("models").GetBlobClient($"{BuiltInModels.Lstm50}.onnx").UploadAsync(onnx, overwrite: true, Token);

    private CurrentForecaster New(string model) => new(
        new ModelStore(_blobs),
        new MinerSettings { Model = model, MinimumStake = 0, AxonPort = 8091, ExternalIp = null },
        NullLogger<CurrentForecaster>.Instance);
}
