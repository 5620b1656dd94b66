using System.Text.Json.Serialization;

namespace Tsps.Storage;

/// <summary>Whether a miner was heard at all, whatever it said.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MinerContact>))]
public enum MinerContact
{
    /// <summary>It spoke; a refusal is an answer too.</summary>
    Answered,

    /// <summary>It was called and did not answer.</summary>
    Silent,

    /// <summary>It was not called.</summary>
    NotCalled,
}
