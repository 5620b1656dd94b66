using System.Globalization;

namespace Tsps.Bittensor.Dendrite;

internal sealed class AnswerTooLongException : IOException
{
    private AnswerTooLongException(string message)
        : base(message)
    {
    }

    public static AnswerTooLongException Beyond(int maxBytes) =>
        new(string.Create(CultureInfo.InvariantCulture, $"the answer is longer than the {maxBytes} bytes that are allowed"));

    public static AnswerTooLongException WithoutRoom(int bytes) =>
        new(string.Create(CultureInfo.InvariantCulture, $"the answer has {bytes} bytes and more beside the samples that were sent, and other answers of that kind hold all memory that is set aside for them"));
}
