using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tsps.Storage;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(OutputHistory))]
[JsonSerializable(typeof(RoundAnswers))]
[JsonSerializable(typeof(RoundScores))]
[JsonSerializable(typeof(StoredMetagraph))]
internal sealed partial class StorageJson : JsonSerializerContext;
