using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tsps.Domain;
using Tsps.Storage.Memory;

namespace Tsps.Storage;

/// <summary>Registers the clients and stores of one storage account.</summary>
public static class StorageServices
{
    /// <exception cref="FormatException">The connection string is malformed.</exception>
    public static IServiceCollection AddStorage(this IServiceCollection services, StorageSettings settings)
    {
        services.TryAddSingleton(_ => CreateTables(settings));
        services.TryAddSingleton(_ => CreateBlobs(settings));
        return services.AddStores();
    }

    /// <summary>
    /// The same stores on tables and blobs in memory, for replays of history: fast, and gone with the process. What is registered later, such as
    /// <see cref="AddStorage"/>, does not replace them.
    /// </summary>
    public static IServiceCollection AddMemoryStorage(this IServiceCollection services)
    {
        services.TryAddSingleton<TableServiceClient>(new MemoryTableServiceClient());
        services.TryAddSingleton<BlobServiceClient>(new MemoryBlobServiceClient());
        return services.AddStores();
    }

    /// <summary>The store of the weights that are set, each chain's apart.</summary>
    /// <param name="network">The chain that they are set on.</param>
    /// <param name="isHistorical">Whether rounds are about the past; their weights are kept apart from a live validator's.</param>
    public static IServiceCollection AddSubmittedWeights(this IServiceCollection services, Func<IServiceProvider, string> network, Func<IServiceProvider, bool> isHistorical)
    {
        services.TryAddSingleton(provider =>
            new SubmittedWeightsStore(provider.GetRequiredService<TableServiceClient>(), network(provider), isHistorical(provider)));
        return services;
    }

    private static IServiceCollection AddStores(this IServiceCollection services)
    {
        services.TryAddSingleton<RoundStore>();
        services.TryAddSingleton<PredictionStore>();
        services.TryAddSingleton<RoundDocumentStore>();
        services.TryAddSingleton<MinerHistoryStore>();
        services.TryAddSingleton<TruthStore>();
        services.TryAddSingleton<ScoreHeadStore>();
        services.TryAddSingleton<StreamFailureStore>();
        services.TryAddSingleton<DayArchiveStore>();
        services.TryAddSingleton<TrainingStore>();
        services.TryAddSingleton<OutputStore>();
        services.TryAddSingleton<ModelStore>();
        services.TryAddSingleton<NonceTable>();
        services.TryAddSingleton<CommitmentTable>();
        services.TryAddSingleton<SilentMinerStore>();
        services.TryAddSingleton<IMetagraphStore, MetagraphStore>();
        return services;
    }

    public static TableServiceClient CreateTables(StorageSettings settings) =>
        settings.ConnectionString is { } connection
            ? new TableServiceClient(connection)
            : new TableServiceClient(new Uri($"https://{settings.AccountName}.table.core.windows.net"), Credential(settings));

    public static BlobServiceClient CreateBlobs(StorageSettings settings) =>
        settings.ConnectionString is { } connection
            ? new BlobServiceClient(connection)
            : new BlobServiceClient(new Uri($"https://{settings.AccountName}.blob.core.windows.net"), Credential(settings));

    private static ManagedIdentityCredential Credential(StorageSettings settings) =>
        new ManagedIdentityCredential(settings.ClientId is { } clientId ? ManagedIdentityId.FromUserAssignedClientId(clientId) : ManagedIdentityId.SystemAssigned);
}
