using System.Text;

namespace Tsps.Bittensor.Wallets;

/// <summary>
/// The environment variable in which btcli keeps the password of a key file. Its name is made of the file's path, and its value is base64 of the
/// password xor that name: fit against a glance, no more. Like every environment variable it is a string, which nobody can zero.
/// </summary>
public static class BtcliPassword
{
    private const string Prefix = "BT_PW_";

    /// <summary>Such as <c>BT_PW__HOME_ME__BITTENSOR_WALLETS_DEFAULT_HOTKEYS_DEFAULT</c>.</summary>
    /// <param name="path">The full path of the key file.</param>
    public static string VariableName(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Prefix + path.Replace(Path.DirectorySeparatorChar, '_').Replace('.', '_').ToUpperInvariant();
    }

    /// <summary>The password that a variable's value stands for; null when the value is none of btcli's.</summary>
    public static string? Reveal(string variableName, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(variableName);
        ArgumentNullException.ThrowIfNull(value);
        var bytes = new byte[value.Length];
        if (!Convert.TryFromBase64String(value, bytes, out var length))
        {
            return null;
        }

        var name = Encoding.UTF8.GetBytes(variableName);
        for (var i = 0; i < length; i++)
        {
            bytes[i] ^= name[i % name.Length];
        }

        var password = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false).GetString(bytes, 0, length);
        return password.Contains('\uFFFD', StringComparison.Ordinal) ? null : password;
    }
}
