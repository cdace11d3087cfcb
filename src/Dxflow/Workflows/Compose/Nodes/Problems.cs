using Dxflow.Operations;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Nodes;

/// <summary>
/// Collects what is wrong with a document while it is read, so that a user sees everything at once. Bounded: beyond
/// <see cref="ProblemsMax"/> errors, and as many warnings, they are only counted; so warnings never crowd errors out.
/// A problem of a node that aliases show twice is kept once. One reader, no locks.
/// </summary>
internal sealed class Problems
{
    public const int ProblemsMax = 200;

    private readonly HashSet<Problem> _errors = [];
    private readonly HashSet<Problem> _warnings = [];
    private int _uncounted;

    public bool HasErrors { get; private set; }

    /// <summary>Further errors are only counted: not worth the work of finding their exact place.</summary>
    public bool IsFull => _errors.Count >= ProblemsMax;

    public void Error(Place at, string message, string? fix = null) => Add(at, message, fix, warning: false);

    public void Warn(Place at, string message, string? fix = null) => Add(at, message, fix, warning: true);

    /// <summary>All of them by file, line and column; what has no place comes last.</summary>
    public IReadOnlyList<Problem> ToList()
    {
        var sorted = _errors.Concat(_warnings)
            .OrderBy(problem => problem.File is null)
            .ThenBy(problem => problem.File, StringComparer.Ordinal)
            .ThenBy(problem => problem.Line)
            .ThenBy(problem => problem.Column)
            .ToList();
        if (_uncounted > 0)
        {
            sorted.Add(new Problem($"{_uncounted} more problems are not shown", "Mend the ones above first.", Warning: !HasErrors));
        }

        return sorted;
    }

    /// <summary>Ends the reading with every problem if one of them is an error; warnings alone go on.</summary>
    public void ThrowIfErrors(string detail)
    {
        if (HasErrors)
        {
            throw new Fault(new FaultInfo(FaultKind.Invalid, detail, Problems: ToList()));
        }
    }

    private void Add(Place at, string message, string? fix, bool warning)
    {
        HasErrors |= !warning;
        var problem = new Problem(message, fix, at.File, at.Line, at.Column, warning);
        var known = warning ? _warnings : _errors;
        if (known.Count < ProblemsMax)
        {
            known.Add(problem);
        }
        else if (!known.Contains(problem))
        {
            _uncounted++;
        }
    }
}
