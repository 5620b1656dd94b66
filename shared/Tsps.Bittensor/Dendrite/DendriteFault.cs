namespace Tsps.Bittensor.Dendrite;

/// <summary>Where an exchange went wrong before there was an answer to go by (wire specification, section 6).</summary>
public enum DendriteFault
{
    /// <summary>An answer was read, whatever status it states.</summary>
    None,

    /// <summary>Not called: no address, or one that may not be called.</summary>
    AddressRefused,

    /// <summary>No connection.</summary>
    Unreachable,

    /// <summary>The time was over, also within the body.</summary>
    TimedOut,

    /// <summary>Closed or reset before there was a whole answer.</summary>
    Disconnected,

    /// <summary>Not HTTP, or too long.</summary>
    MalformedHttp,

    /// <summary>HTTP, but not the answer of an axon.</summary>
    MalformedAnswer,
}
