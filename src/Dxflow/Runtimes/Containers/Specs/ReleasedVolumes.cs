namespace Dxflow.Runtimes.Containers.Specs;

/// <summary>Which volumes go with a project, beside those that belong to one run alone.</summary>
internal enum ReleasedVolumes
{
    None,

    /// <summary>Of all that is left only what belongs to the one run, with the containers that it is mounted in.</summary>
    RunOnly,

    /// <summary>Those without a name, which nobody could find again.</summary>
    Anonymous,

    /// <summary>Those as well that the project has made and that its document names.</summary>
    All,
}
