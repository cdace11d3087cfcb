// The peer of `bench start`: Kestrel on one Unix socket, and nothing else. Published like the product, with the same settings.
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(args[0]));
var host = builder.Build();
host.Run(context => context.Response.WriteAsync("ok"));
await host.RunAsync();
