using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Api.Calls;

namespace Dxflow.Platform.Registries;

/// <summary>
/// Signing in to registries. A password goes to the registry, by way of a container engine, and into the store: nowhere else.
/// </summary>
internal sealed class RegistryDesk(PlatformEngines engines, RegistryStore store, TimeProvider time)
{
    private const int SecretCharactersMax = 16 << 10;

    public Task<RegistryItems> ListAsync() => Task.FromResult(new RegistryItems(
        [.. store.Logins.Select(static login => new RegistryItem(login.Server, login.User, login.Since))]));

    /// <summary>Kept only when the registry has said yes.</summary>
    public async Task<RegistryItem> LoginAsync(LoginRegistry request, Call call)
    {
        var server = RegistryStore.ServerOf(request.Server);
        var password = request.Password?.TrimEnd('\r', '\n');
        if (string.IsNullOrEmpty(password) || password.Length > SecretCharactersMax || string.IsNullOrEmpty(request.User))
        {
            throw Fault.Invalid(
                "a login needs a user and a password", "--password FILE, or - for standard input; without it you are asked");
        }

        var engine = await engines.ForChangeAsync(request.On, call);
        var answer = await AskAsync(
            engine, new RegistryLogin(request.User, password, ServerAddress: RegistryStore.AddressOf(server)), call.Ended);
        var token = answer.IdentityToken is { Length: > 0 } given ? given : null;
        var login = new KeptLogin(server, request.User, time.GetUtcNow(), token is null ? password : null, token);
        store.Put(login);
        return new RegistryItem(login.Server, login.User, login.Since);
    }

    public async Task<PlatformChanged> LogoutAsync(LogoutRegistry request, Call call)
    {
        var server = RegistryStore.ServerOf(request.Server);
        await (call.Audited ?? Task.CompletedTask);
        return store.Remove(server)
            ? new PlatformChanged(server)
            : throw Fault.Missing($"nobody has signed in at {server}", "see dxflow platform registry list");
    }

    /// <summary>That the registry says no is told by one engine as a failure of its own, by another as what it is.</summary>
    private static async Task<LoginAnswer> AskAsync(ReachedEngine engine, RegistryLogin login, CancellationToken cancel)
    {
        try
        {
            return await new PlatformImageCalls(engine.Api).LoginAsync(login, cancel);
        }
        catch (Fault refused) when (EngineRefusal.StatusOf(refused) is 401 or 403 || IsNo(EngineRefusal.WordsOf(refused)))
        {
            throw new Fault(
                FaultKind.Forbidden, $"{login.ServerAddress} does not let '{login.UserName}' in", "check user and password", refused);
        }
    }

    private static bool IsNo(string words) =>
        words.Contains("unauthorized", StringComparison.OrdinalIgnoreCase)
        || words.Contains("invalid username/password", StringComparison.OrdinalIgnoreCase);
}
