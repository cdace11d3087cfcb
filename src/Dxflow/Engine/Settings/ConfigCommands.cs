using System.Text;
using Dxflow.Foundation.Files;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using Dxflow.Surfaces.Cli;

namespace Dxflow.Engine.Settings;

/// <summary>Settings of a profile: read and written here, by the user who owns the home; an engine reads them when it boots.</summary>
internal static class ConfigCommands
{
    public static IReadOnlyList<LocalCommand> Local { get; } =
    [
        LocalCommand.Create<ListSettings>(
            "config.list", "Show every setting, its value and where it comes from.", EngineJson.Default, ListAsync),
        LocalCommand.Create<GetSetting>("config.get", "Show one setting.", EngineJson.Default, GetAsync, "dxflow config get runtime"),
        LocalCommand.Create<SetSetting>(
            "config.set", "Change a setting of the profile.", EngineJson.Default, SetAsync, "dxflow config set process-cpus 8"),
        LocalCommand.Create<UnsetSetting>("config.unset", "Go back to a setting's default.", EngineJson.Default, UnsetAsync),
    ];

    private static async Task<int> ListAsync(ListSettings request, ClientContext context)
    {
        var file = Read(context);
        await context.Output.ShowAsync(
            EngineJson.Default.SettingList, new SettingList([.. ConfigKeys.All.Select(key => Info(file, key))]), context.Interrupts.Ended);
        return 0;
    }

    private static async Task<int> GetAsync(GetSetting request, ClientContext context)
    {
        var info = Info(Read(context), Known(request.Name));
        if (context.Options.Output is OutputForm.Table or OutputForm.Name)
        {
            await context.Output.WriteLineAsync(info.Value, context.Interrupts.Ended);
        }
        else
        {
            await context.Output.ShowAsync(EngineJson.Default.SettingInfo, info, context.Interrupts.Ended);
        }

        return 0;
    }

    private static Task<int> SetAsync(SetSetting request, ClientContext context)
    {
        var key = Known(request.Name);
        return key.Check(request.Value) is { } problem
            ? throw Fault.Invalid($"'{request.Name}' {problem}, not '{request.Value}'")
            : ChangeAsync(context, key, request.Value);
    }

    private static Task<int> UnsetAsync(UnsetSetting request, ClientContext context) => ChangeAsync(context, Known(request.Name), null);

    private static async Task<int> ChangeAsync(ClientContext context, ConfigKey key, string? value)
    {
        var home = Home.Locate(context.Options.Home);
        home.Open();
        var file = Read(context);
        var text = File.Exists(file.Path) ? await File.ReadAllTextAsync(file.Path, context.Interrupts.Ended) : string.Empty;
        AtomicFile.Write(LocalDisk.Instance, file.Path, Encoding.UTF8.GetBytes(ConfigFile.Change(text, key.Name, value)));
        if (EngineLock.Holder(home) is not null)
        {
            await context.Output.NoteAsync("the engine that runs takes it at its next start");
        }

        return 0;
    }

    private static ConfigFile Read(ClientContext context) =>
        ConfigFile.Read(Home.Locate(context.Options.Home).Config(context.Options.Profile ?? "default"));

    private static SettingInfo Info(ConfigFile file, ConfigKey key)
    {
        var (value, source) = file.Get(key);
        return new SettingInfo(key.Name, value, source, key.Description);
    }

    private static ConfigKey Known(string name) => ConfigKeys.Find(name) ?? throw Fault.Invalid(
        $"'{name}' is no setting",
        Nearest.To(name, ConfigKeys.All.Select(key => key.Name)) is { } near
            ? $"did you mean '{near}'?"
            : "'dxflow config list' shows those there are");
}
