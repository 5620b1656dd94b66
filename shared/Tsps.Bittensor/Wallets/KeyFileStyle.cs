namespace Tsps.Bittensor.Wallets;

/// <summary>How a key file is written. Either SDK reads both.</summary>
public enum KeyFileStyle
{
    /// <summary>As bittensor 6 writes it: one line with blanks, seed and phrase; secrets are null in public files.</summary>
    Sdk6,

    /// <summary>As bittensor 10 writes it: compact, with the expanded key and the kind of key; public files lack the secrets.</summary>
    Sdk10,
}
