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

        return new StorageSettings
        {
            ConnectionString = account is null ? connection : null,
            AccountName = account,
            ClientId = settings.OptionalText($"{Connection}__clientId"),
        };
    }
}
