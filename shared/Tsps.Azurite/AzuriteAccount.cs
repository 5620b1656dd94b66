namespace Tsps.Azurite;

/// <summary>Names and keys of emulated storage accounts.</summary>
public static class AzuriteAccount
{
    /// <summary>The account behind <c>UseDevelopmentStorage=true</c>.</summary>
    public const string DefaultName = "devstoreaccount1";

    /// <summary>The key that Microsoft publishes for the emulator; no secret. All our accounts share it.</summary>
    public const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    internal static string ConnectionString(string account, AzuritePorts ports) =>
        "DefaultEndpointsProtocol=http;" +
        $"AccountName={account};AccountKey={Key};" +
        $"BlobEndpoint=http://127.0.0.1:{ports.Blob}/{account};" +
        $"QueueEndpoint=http://127.0.0.1:{ports.Queue}/{account};" +
        $"TableEndpoint=http://127.0.0.1:{ports.Table}/{account};";
}
