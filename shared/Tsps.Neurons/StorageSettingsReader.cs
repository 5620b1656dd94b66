using Tsps.Storage;

namespace Tsps.Neurons;

/// <summary>Reads <c>AzureWebJobsStorage</c> in the two forms that the Functions host knows too.</summary>
public static class StorageSettingsReader
{
    private const string Connection = "AzureWebJobsStorage";

    /// <exception cref="InvalidSettingException">Neither form is there.</exception>
    public static StorageSettings Read(SettingReader settings)
    {
        var account = settings.OptionalText($"{Connection}__accountName");
        var connection = settings.Secret(Connection);
        if (account is null && connection is null)
        {
            throw new InvalidSettingException(
                $"The setting {Connection} is missing. It is a storage connection string, for example UseDevelopmentStorage=true; with a managed identity set {Connection}__accountName to the account's name instead.");
        }

        return account is null
            ? new StorageSettings { ConnectionString = Check(Connection, connection!) }
            : new StorageSettings { AccountName = account, ClientId = settings.OptionalText($"{Connection}__clientId") };
    }

    /// <summary>The connection string, if clients can be made of it. It holds a key, so no message repeats it.</summary>
    /// <exception cref="InvalidSettingException">It is malformed.</exception>
    internal static string Check(string name, string connection)
    {
        try
        {
            var settings = new StorageSettings { ConnectionString = connection };
            _ = StorageServices.CreateTables(settings);
            _ = StorageServices.CreateBlobs(settings);
            return connection;
        }
        catch (Exception malformed) when (malformed is FormatException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidSettingException($"The setting {name} is no storage connection string. It must be one as the Azure portal shows it, for example UseDevelopmentStorage=true or DefaultEndpointsProtocol=https;AccountName=NAME;AccountKey=KEY;EndpointSuffix=core.windows.net.");
        }
    }
}
