using Dxflow.Operations;

namespace Dxflow.Platform.Registries;

/// <summary>Signing in to registries, for pulls, pushes and builds.</summary>
internal static class RegistryOperations
{
    public static readonly IReadOnlyList<Operation> All =
    [
        Operation.Call(
            "platform.registry.list", "GET /api/platform/registries", Permission.Platform, Effect.Reads,
            "List the registries that are signed in to, without their passwords.",
            PlatformJson.Default,
            static (RegistryDesk desk, ListRegistries _, Call _) => desk.ListAsync()),
        Operation.Call(
            "platform.registry.login", "POST /api/platform/registries/login", Permission.Platform, Effect.Changes,
            "Sign in to a registry; the password is asked for, or comes from a file.",
            PlatformJson.Default,
            static (RegistryDesk desk, LoginRegistry request, Call call) => desk.LoginAsync(request, call))
            .With(
                "dxflow platform registry login registry.example:5000 --user ci",
                "dxflow platform registry login registry.example:5000 --user ci --password - <token"),
        Operation.Call(
            "platform.registry.logout", "POST /api/platform/registries/logout", Permission.Platform, Effect.Changes,
            "Forget the password of a registry.",
            PlatformJson.Default,
            static (RegistryDesk desk, LogoutRegistry request, Call call) => desk.LogoutAsync(request, call)),
    ];
}
