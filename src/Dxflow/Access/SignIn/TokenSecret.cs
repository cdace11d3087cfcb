using System.Security.Cryptography;
using Dxflow.Foundation.Files;
using Dxflow.Storage;
using Microsoft.Extensions.Logging;

namespace Dxflow.Access.SignIn;

/// <summary>
/// The secret under which tokens are made: 32 random bytes in the home, made when it is first opened, never shown. One that is damaged
/// is replaced, which ends every token and nothing else.
/// </summary>
internal static partial class TokenSecret
{
    private const int Bytes = 32;
    private const string Format = "dxflow-secret";

    public static byte[] Ensure(string path, ILoggerFactory logs)
    {
        var file = new TableFile(LocalDisk.Instance, path, Format, version: 1);
        try
        {
            if (file.Read() is { Payload.Length: Bytes } kept)
            {
                return kept.Payload;
            }
        }
        catch (DamagedFileException damage)
        {
            LogReplaced(logs.CreateLogger("Dxflow.Access"), damage.Message);
        }

        var fresh = RandomNumberGenerator.GetBytes(Bytes);
        file.Write(fresh);
        return fresh;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the secret of tokens is made anew, all tokens end: {Why}")]
    private static partial void LogReplaced(ILogger log, string why);
}
