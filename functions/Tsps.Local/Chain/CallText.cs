using System.Globalization;
using Tsps.Subtensor;

namespace Tsps.Local.Chain;

/// <summary>A call that was not sent, for people.</summary>
internal static class CallText
{
    internal static IEnumerable<string> Of(CallPreview preview)
    {
        yield return $"call        {preview.Pallet}.{preview.Name}";
        foreach (var (name, value) in preview.Arguments)
        {
            yield return $"  {name,-14}{value}";
        }

        yield return $"bytes       {preview.Bytes}";
        yield return string.Create(CultureInfo.InvariantCulture, $"fee         {(preview.Fee is { } fee ? $"{fee} TAO" : "the runtime does not tell")}");
        yield return "Dry run: nothing was signed or sent.";
    }

    internal static IEnumerable<string> Of(ExtrinsicReceipt receipt)
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"block       {receipt.BlockNumber}{(receipt.IsFinalized ? ", final" : "")}");
        yield return $"extrinsic   {receipt.ExtrinsicHash}";
        foreach (var done in receipt.Events)
        {
            yield return $"event       {done}";
        }
    }
}
