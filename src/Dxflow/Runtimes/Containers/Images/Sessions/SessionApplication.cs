using System.Globalization;
using System.Text;
using Dxflow.Foundation.Protobuf;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Dxflow.Runtimes.Containers.Images.Sessions;

/// <summary>
/// Answers what a builder asks during a build: a secret by its id, a login, an ssh-agent, and whether we are still there. Numbers of
/// methods' fields are the protocols' own (moby.buildkit.secrets.v1, moby.filesync.v1, moby.sshforward.v1, grpc.health.v1).
/// </summary>
internal sealed class SessionApplication(SessionOffers offers) : IHttpApplication<HttpContext>
{
    private const string Secret = "/moby.buildkit.secrets.v1.Secrets/GetSecret";
    private const string Credentials = "/moby.filesync.v1.Auth/Credentials";
    private const string CheckAgent = "/moby.sshforward.v1.SSH/CheckAgent";
    private const string ForwardAgent = "/moby.sshforward.v1.SSH/ForwardAgent";
    private const string Health = "/grpc.health.v1.Health/Check";
    private const string IdHeader = "buildkit.ssh.id";
    private const ulong Serving = 1;

    /// <summary>As the daemon is told beforehand; others it does not ask for.</summary>
    public static readonly IReadOnlyList<string> Methods = [Health, Secret, Credentials, CheckAgent, ForwardAgent];

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
        // The server's own: nothing is held for a call.
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        context.Response.ContentType = "application/grpc";
        var (status, message) = (0, "");
        try
        {
            await AnswerAsync(context, new SessionFrames(context));
        }
        catch (SessionRefusal refusal)
        {
            (status, message) = (refusal.Status, refusal.Message);
        }
        catch (ProtoException broken)
        {
            (status, message) = (SessionRefusal.Invalid, broken.Message);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The daemon has left the call, or the whole session.
            context.Abort();
            return;
        }

        context.Response.AppendTrailer("grpc-status", status.ToString(CultureInfo.InvariantCulture));
        if (message.Length > 0)
        {
            context.Response.AppendTrailer("grpc-message", message);
        }
    }

    private async Task AnswerAsync(HttpContext context, SessionFrames frames)
    {
        var answer = new ProtoWriter();
        switch (context.Request.Path.Value)
        {
            case Health:
                await frames.ReadAsync();
                answer.Varint(1, Serving);
                break;
            case Secret:
                answer.Bytes(1, offers.Secret(await FirstAsync(frames)) ?? throw Missing("secret"));
                break;
            case Credentials:
                Login(answer, await FirstAsync(frames));
                break;
            case CheckAgent:
                _ = offers.Socket(await FirstAsync(frames)) ?? throw Missing("ssh-agent");
                break;
            case ForwardAgent:
                var path = offers.Socket(context.Request.Headers[IdHeader].ToString()) ?? throw Missing("ssh-agent");
                await SshForward.RunAsync(path, frames, context.RequestAborted);
                return;
            default:
                throw new SessionRefusal(SessionRefusal.Unimplemented, "That is not offered in this build.");
        }

        await frames.WriteAsync(answer);
    }

    /// <summary>User (1) and password (2); a token stands alone. Who has signed in nowhere is nobody, which is an answer too.</summary>
    private void Login(ProtoWriter answer, string host)
    {
        if (offers.Login(host) is not { } login)
        {
            return;
        }

        if (login.IdentityToken is { Length: > 0 } token)
        {
            answer.Text(2, token);
            return;
        }

        answer.Text(1, login.UserName ?? "");
        answer.Text(2, login.Password ?? "");
    }

    /// <summary>The text (1) that all questions here consist of.</summary>
    private static async Task<string> FirstAsync(SessionFrames frames)
    {
        var text = "";
        Read(await frames.ReadAsync() ?? throw new SessionRefusal(SessionRefusal.Invalid, "The call has no message."));
        return text;

        void Read(byte[] message)
        {
            var reader = new ProtoReader(message);
            while (reader.Next(out var number, out var type))
            {
                if (number == 1 && type == WireType.Bytes)
                {
                    text = Encoding.UTF8.GetString(reader.Bytes());
                }
                else
                {
                    reader.Skip(type);
                }
            }
        }
    }

    private static SessionRefusal Missing(string what) =>
        new(SessionRefusal.Missing, $"The document gives this build no {what} of that id.");
}
