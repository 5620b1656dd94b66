using Azure;

namespace Tsps.Storage;

/// <summary>Tells what storage could not do from what is wrong with what it holds.</summary>
public static class StorageFailure
{
    /// <summary>Whether an exception says that storage is away or refuses: the SDK's own, a connection's, or that of all its attempts.</summary>
    public static bool Is(Exception exception) => exception is RequestFailedException or AggregateException or IOException;
}
