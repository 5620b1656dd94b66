using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tsps.Domain;

namespace Tsps.Storage;

/// <summary>Registers the clients and stores of one storage account.</summary>
public static class StorageServices
{
    /// <exception cref="FormatException">The connection string is malformed.</exception>
    public static IServiceCollection AddStorage(this IServiceCollection services, StorageSettings settings)
    {
        services.TryAddSingleton(_ => CreateTables(settings));
        services.TryAddSingleton(_ => CreateBlobs(settings));
        services.TryAddSingleton<RoundStore>();
        services.TryAddSingleton<PredictionStore>();
        services.TryAddSingleton<RoundDocumentStore>();
        services.TryAddSingleton<ScoreHeadStore>();
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
