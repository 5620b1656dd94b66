using System.Text.Json;
using System.Text.Json.Serialization;
using Tsps.Domain;

namespace Tsps.Storage;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(OutputHistory))]
[JsonSerializable(typeof(RoundAnswers))]
[JsonSerializable(typeof(RoundScores))]
[JsonSerializable(typeof(RoundWeights))]
[JsonSerializable(typeof(IReadOnlyList<SourceClose>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, DateTimeOffset>))]
[JsonSerializable(typeof(IReadOnlyList<UidWeight>))]
[JsonSerializable(typeof(IReadOnlyList<SentRound>))]
[JsonSerializable(typeof(IReadOnlyList<MovedHotkey>))]
[JsonSerializable(typeof(DayArchive))]
[JsonSerializable(typeof(StoredMetagraph))]
[JsonSerializable(typeof(StoredNeuron[]))]
[JsonSerializable(typeof(StoredSilentMiner[]))]
internal sealed partial class StorageJson : JsonSerializerContext;
