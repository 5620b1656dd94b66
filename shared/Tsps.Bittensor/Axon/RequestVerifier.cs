using System.Globalization;
using Tsps.Bittensor.Axon.Nonces;
using Tsps.Domain;

namespace Tsps.Bittensor.Axon;

/// <summary>Whether a request comes from the hotkey it names, was meant for this axon, and was not seen before (wire specification, section 4, step 4).</summary>
internal sealed class RequestVerifier(Hotkey axon, INonceStore nonces, SignatureCheck isSignedBy, NonceOptions options, TimeProvider time)
{
    /// <summary>Null once the caller is proven and its nonce stored.</summary>
    /// <param name="caller">The hotkey of the headers; null when they hold none that is an address.</param>
    public async ValueTask<AxonFailure?> VerifyAsync(AxonRequestHeaders headers, Hotkey? caller, CallerSdk sdk, CancellationToken cancellationToken)
    {
        if (caller is not { } hotkey)
        {
            return AxonFailures.NotVerified(NoHotkey(sdk, headers.Dendrite.Hotkey));
        }

        var now = time.GetUtcNow();
        var key = new NonceKey(hotkey, headers.Dendrite.Uuid);
        var claim = new NonceClaim(headers.Dendrite.Nonce, headers.Dendrite.Version, headers.Timeout);
        var isHeld = nonces.TryFindHeld(key, out var last);
        if ((isHeld || claim.Nonce is null) && Refusal() is { } refusal)
        {
            return AxonFailures.NotVerified(refusal);
        }

        var signedText = SignedText(headers);
        if (!isSignedBy(hotkey, signedText, headers.Dendrite.Signature))
        {
            return AxonFailures.NotVerified(SignatureText.Refusal(sdk, signedText, headers.Dendrite.Signature)) with { LogReason = "the signature is not the hotkey's over this request" };
        }

        // Storage is not asked before: anybody can name a hotkey that is known.
        if (!isHeld)
        {
            last = await nonces.FindAsync(key, cancellationToken).ConfigureAwait(false);
            if (Refusal() is { } refused)
            {
                return AxonFailures.NotVerified(refused);
            }
        }

        var keepUntil = NonceRules.KeepUntil(claim, now, options.MaximumWindow, options.CounterRetention);
        return await nonces.TryAdvanceAsync(key, headers.Dendrite.Nonce!.Value, keepUntil, cancellationToken).ConfigureAwait(false)
            ? null
            : AxonFailures.NotVerified(NonceRules.NotNewer(claim));

        string? Refusal() => NonceRules.Refusal(claim, last, NonceRules.UnixNanoseconds(now), options.MaximumWindow);
    }

    /// <summary>The text under the signature, with this axon's own hotkey: the one in the header is not looked at.</summary>
    private string SignedText(AxonRequestHeaders headers) => string.Create(
        CultureInfo.InvariantCulture,
        $"{headers.Dendrite.NonceValue}.{headers.Dendrite.Hotkey}.{axon.Address}.{headers.Dendrite.Uuid ?? "None"}.{headers.ComputedBodyHash ?? "None"}");

    private static string NoHotkey(CallerSdk sdk, string? hotkey)
    {
        const string Missing = "No SS58 formatted address or public key provided";
        if (hotkey is not null)
        {
            return "Invalid SS58 address: a hotkey of Bittensor has 48 characters and begins with 5";
        }

        return sdk == CallerSdk.Six ? Missing : Missing + ".";
    }
}
