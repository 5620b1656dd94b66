using System.Globalization;

namespace Tsps.Bittensor.Dendrite;

internal sealed class AnswerTooLongException(int maxBytes)
    : IOException(string.Create(CultureInfo.InvariantCulture, $"the answer is longer than the {maxBytes} bytes that are allowed"));
