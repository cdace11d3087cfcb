using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Dxflow.EndToEnd.Grpc;
using Dxflow.EndToEnd.Network;
using Dxflow.EndToEnd.Support;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using Dxflow.Surfaces.Grpc.Schema;
using Xunit;

namespace Dxflow.EndToEnd.Access;

/// <summary>
/// Every operation of the catalog × every set of permissions × an object that is there and one that is not, over the network: who may
/// is let in as far as the request itself, who may not is refused before anything is told of the object.
/// </summary>
public sealed class MatrixTests(ITestOutputHelper output)
{
    private const string There = "there";

    private static readonly Permission?[] Nobody = [null];

    private static readonly Permission?[] Somebody =
    [
        Permission.Workflow, Permission.Shell, Permission.Object, Permission.Proxy, Permission.Bridge, Permission.Platform,
        Permission.Master,
        PermissionNames.Functional,
        Permission.Workflow | Permission.ReadOnly,
        PermissionNames.Functional | Permission.ReadOnly,
        Permission.Master | Permission.ReadOnly,
    ];

    [Fact]
    public async Task Each_operation_lets_in_exactly_those_who_may()
    {
        await using var network = await NetworkHome.Boot();
        var home = network.Home;
        var file = home.Write("there.yaml", $"name: {There}\nservices: {{ a: {{ command: [\"true\"], x-step: {{}} }} }}\n");
        (await home.Run("run", file)).Expect(0);
        using var client = new HttpClient { BaseAddress = new Uri(network.Http), Timeout = Home.Patience };


        // Nobody is let ask only so often, and the others are asked for meanwhile.
        var asked = await Task.WhenAll(Task.Run(() => AskAsync(home, client, Nobody)), Task.Run(() => AskAsync(home, client, Somebody)));
        Judge(asked.SelectMany(static some => some));
    }

    [Fact]
    public async Task By_gRPC_each_operation_lets_in_exactly_those_as_well()
    {
        await using var network = await NetworkHome.Boot();
        var home = network.Home;
        var file = home.Write("there.yaml", $"name: {There}\nservices: {{ a: {{ command: [\"true\"], x-step: {{}} }} }}\n");
        (await home.Run("run", file)).Expect(0);
        var asked = await Task.WhenAll(Task.Run(() => CallAsync(network, Nobody)), Task.Run(() => CallAsync(network, Somebody)));
        Judge(asked.SelectMany(static some => some));
    }

    private void Judge(IEnumerable<Asked> all)
    {
        var asked = all.ToList();
        output.WriteLine($"{asked.Count} requests");
        Assert.All(asked, static one => Assert.True(IsRight(one.Status, one.Operation, one.Set), one.ToString()));
        Assert.True(asked.Count > 500, $"{asked.Count} requests only");
    }

    /// <summary>Whoever may end or restart the engine would; that nobody else may is still asked.</summary>
    private static IEnumerable<(Operation Operation, string Name)> Asks(Permission? set, Func<Operation, bool> isNamed) =>
        Catalog.Operations.All.OrderBy(static one => one.Effect)
            .Where(operation => !(operation.Name is "boot.down" or "engine.restart" && May(operation, set)))
            .SelectMany(operation => (isNamed(operation) ? new[] { There, "nowhere" } : [There]).Select(name => (operation, name)));

    private static async Task<List<Asked>> AskAsync(Home home, HttpClient client, IEnumerable<Permission?> sets)
    {
        var asked = new List<Asked>();
        foreach (var set in sets)
        {
            var token = set is null ? null : await TokenAsync(home, set.Value);
            foreach (var (operation, name) in Asks(set, static one => one.Path.Contains("{name}", StringComparison.Ordinal)))
            {
                var status = await StatusAsync(client, operation, name, token);
                asked.Add(new Asked(operation, name, set, status, $"{status}"));
            }
        }

        return asked;
    }

    private static GrpcCall Call(Operation operation, string name)
    {
        var request = new JsonObject();
        if (Contract.Of(operation.Request).Find("name") is not null)
        {
            request["name"] = name;
        }

        var message = operation.Shape is Shape.Upload or Shape.Duplex ? new JsonObject { ["request"] = request } : request;
        return new GrpcCall(
            $"dxflow.v1.{ProtoNames.Service(operation)}/{ProtoNames.Method(operation)}", [message], Timeout: 10_000, CancelAfter: 1);
    }

    /// <summary>The codes of gRPC that are looked at here, as HTTP has them.</summary>
    private static HttpStatusCode StatusOf(int code) => code switch
    {
        16 => HttpStatusCode.Unauthorized,
        7 => HttpStatusCode.Forbidden,
        2 or 4 or 13 or 15 => HttpStatusCode.InternalServerError,
        _ => HttpStatusCode.OK,
    };

    private static bool May(Operation operation, Permission? set) => operation.IsPublic || (set is { } permissions
        && (permissions.HasFlag(Permission.Master) || permissions.HasFlag(operation.Permission))
        && !(permissions.HasFlag(Permission.ReadOnly) && operation.Effect == Effect.Changes));

    private static bool IsRight(HttpStatusCode status, Operation operation, Permission? set) =>
        May(operation, set) && !IsRefusedByItself(operation, set ?? Permission.None, status)
            ? status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) && ((int)status < 500 || IsAway(status, operation))
            : status == (set is null ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden);

    /// <summary>No container engine is there for these tests, and that is what whoever may ask is told.</summary>
    private static bool IsAway(HttpStatusCode status, Operation operation) =>
        status == HttpStatusCode.ServiceUnavailable && operation.Name.StartsWith("platform.", StringComparison.Ordinal);

    /// <summary>
    /// What an operation itself refuses to callers who may use it: a run whose steps are processes needs SHELL, a token
    /// gets no token, and shells of root are for a MASTER.
    /// </summary>
    private static bool IsRefusedByItself(Operation operation, Permission set, HttpStatusCode status) => operation.Name switch
    {
        "workflow.start" or "workflow.restart" or "workflow.retry" or "workflow.build" or "workflow.pull" =>
            status == HttpStatusCode.Forbidden && (set & (Permission.Shell | Permission.Master)) == 0,
        "engine.token" => true,

        // Shells of an engine that runs as root are root's.
        _ => operation.Name.StartsWith("shell.", StringComparison.Ordinal) && status == HttpStatusCode.Forbidden
            && !set.HasFlag(Permission.Master) && Environment.IsPrivilegedProcess,
    };

    private static async Task<string> TokenAsync(Home home, Permission permissions) =>
        (await home.Run("engine", "token", "--permissions", PermissionNames.Text(permissions).Replace(" ", ""), "-o", "json"))
            .Expect(0).Json.GetProperty("token").GetString()!;

    /// <summary>Nobody unknown may ask often: who is told so asks again, which is not what is looked at here.</summary>
    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, Operation operation, string name, string? token)
    {
        while (true)
        {
            using var request = new HttpRequestMessage(new HttpMethod(operation.Method), operation.Path.Replace("{name}", name));
            request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
            request.Content = operation.Method is "GET" or "DELETE" ? null : new StringContent("{}", Encoding.UTF8, "application/json");
            using var late = new CancellationTokenSource(Home.Patience);
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, late.Token);
            if (answer.StatusCode != HttpStatusCode.TooManyRequests)
            {
                return answer.StatusCode;
            }

            await Task.Delay(200, late.Token);
        }
    }

    private static async Task<List<Asked>> CallAsync(NetworkHome network, IEnumerable<Permission?> sets)
    {
        var asked = new List<Asked>();
        foreach (var set in sets)
        {
            var token = set is null ? null : await TokenAsync(network.Home, set.Value);
            var client = new GrpcClient(new Uri(network.Https).Authority, network.Authority, token);
            foreach (var some in Asks(set, static one => Contract.Of(one.Request).Find("name") is not null).Chunk(set is null ? 80 : 1000))
            {
                var results = await client.Patiently([.. some.Select(static call => Call(call.Operation, call.Name))]);
                asked.AddRange(some.Zip(results, (call, result) =>
                    new Asked(call.Operation, call.Name, set, StatusOf(result.Code), $"code {result.Code}")));
            }
        }

        return asked;
    }

    private sealed record Asked(Operation Operation, string Name, Permission? Set, HttpStatusCode Status, string Said)
    {
        public override string ToString() =>
            $"{Operation.Name} of {Name} by {(Set is { } set ? PermissionNames.Text(set) : "nobody")}: {Said}";
    }
}
