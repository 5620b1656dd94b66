using System.Text.Json.Serialization;

namespace Tsps.Subtensor;

[JsonSerializable(typeof(ushort[]))]
internal sealed partial class RegistryJson : JsonSerializerContext;
