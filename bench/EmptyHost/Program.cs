// The peer of `bench start` and `bench api`: Kestrel, and nothing else. Published like the product, with the same settings.
// SOCKET [PORT H2SOCKET]: HTTP/1.1 on the socket and the port, HTTP/2 on the other socket.
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
{
    kestrel.ListenUnixSocket(args[0]);
    if (args.Length > 1)
    {
        kestrel.ListenLocalhost(int.Parse(args[1], CultureInfo.InvariantCulture));
        kestrel.ListenUnixSocket(args[2], static listen => listen.Protocols = HttpProtocols.Http2);
    }
});
var host = builder.Build();
host.Run(async context =>
{
    await context.Response.WriteAsync("ok");
    if (context.Request.Path == "/idle")
    {
        await context.Response.Body.FlushAsync();
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
});
await host.RunAsync();
