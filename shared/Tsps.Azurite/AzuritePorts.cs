namespace Tsps.Azurite;

/// <summary>The ports of Azurite's three services; 0 lets the operating system choose.</summary>
public readonly record struct AzuritePorts(int Blob, int Queue, int Table)
{
    public static AzuritePorts Free { get; } = new(0, 0, 0);

    /// <summary>What <c>UseDevelopmentStorage=true</c> stands for.</summary>
    public static AzuritePorts Default { get; } = new(10000, 10001, 10002);
}
