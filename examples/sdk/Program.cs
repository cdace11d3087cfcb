// A number by chance: points are thrown at a square, by several steps side by side; the part of them in the circle gives pi.
//   dxflow boot up --daemon
//   dotnet run --project examples/sdk                     runs the flow, and prints what it gave
//   dotnet run --project examples/sdk -- --runtime slurm  on a cluster; or in containers: docker, podman
//   dotnet run --project examples/sdk -- --yaml           only shows the document that it is
//   dotnet run --project examples/sdk -- op               lists the operators that this program holds
using System.Globalization;
using Dxflow.Sdk;
using Dxflow.Sdk.Flows;
using Dxflow.Sdk.Ops;
using Sampling;

if (await OpHost.RunAsync(args, Ops.Throw, Ops.Gather) is { } exit)
{
    return exit;
}

var runtime = "process";
if (args is ["--runtime", var name, .. var others])
{
    (runtime, args) = (name, others);
}

var flow = new Flow("sampling")
{
    Defaults = new(Runtime: "process", Retry: 2),
    // On this machine the program is where it is; to containers and nodes it goes along, and in an image it finds .NET.
    Program = runtime == "process" ? OpProgram.This : OpProgram.Sent("mcr.microsoft.com/dotnet/runtime:10.0"),
};
var points = flow.Input("points", 200_000, "how many each step throws").Between(min: 1);
var throws = Enumerable.Range(0, 4).Select(i =>
    flow.Step($"throw-{i}", Ops.Throw).With(x => x.Points, points).With(x => x.Seed, i)).ToList();
var gather = flow.Step("gather", Ops.Gather)
    .With(x => x.Inside, Ref.List([.. throws.Select(each => each.Out(x => x.Inside))]))
    .With(x => x.Logs, Ref.List([.. throws.Select(each => each.Out(x => x.Log))]))
    .With(x => x.Thrown, points * 4);
var pi = flow.Output("pi", gather.Out(x => x.Pi));
var table = flow.Output("table", gather.Out(x => x.Table));

if (args is ["--yaml"])
{
    Console.Write(flow.ToYaml());
    return 0;
}

using var engine = DxflowClient.Local();
var given = args is [var number] ? int.Parse(number, CultureInfo.InvariantCulture) : 200_000;
var result = await engine.RunAsync(flow, run => run.Set(points, given), new(Runtime: runtime));
if (!result.Succeeded)
{
    Console.Error.WriteLine($"{result.Run.Name} {result.Cause}");
    return 1;
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"pi is about {result.Get(pi):F4}"));
Console.Write(result.Get(table).ReadText());
return 0;
