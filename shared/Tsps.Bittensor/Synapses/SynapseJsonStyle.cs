namespace Tsps.Bittensor.Synapses;

/// <summary>How the SDKs lay out JSON; readers do not care (wire specification, section 2).</summary>
public enum SynapseJsonStyle
{
    /// <summary>Requests: a blank after commas and colons, everything beyond ASCII escaped.</summary>
    Request,

    /// <summary>Answers: no blanks, UTF-8 as it is.</summary>
    Answer,
}
