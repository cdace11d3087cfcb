using System.ComponentModel;

namespace Dxflow.Runtimes.Pilot;

/// <summary>What a pilot's job tells its worker.</summary>
internal sealed record WorkPilot(
    [Description("The pilot's directory.")] string Folder,
    [Description("When the job began, in seconds since 1970.")] double Began = 0);
