namespace Tsps.Storage;

/// <summary>Tells what is wrong with what storage holds from what storage could not do, which is <see cref="StorageFailure"/>.</summary>
public static class UnreadableData
{
    /// <summary>Whether an exception says that something stored is damaged, or of a newer schema; its message names the blob or the row.</summary>
    public static bool Is(Exception exception) => exception is DamagedDataException or NewerSchemaException;
}
