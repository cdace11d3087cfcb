using System.Globalization;
using Dxflow.Sdk.Flows.Steps;
using Dxflow.Sdk.Flows.Writing;

namespace Dxflow.Sdk.Flows;

/// <summary>What can be said of steps that are fanned out.</summary>
public static class ForEachOptions
{
    extension<TStep>(TStep step)
        where TStep : AnyStep, IForEach
    {
        /// <summary>Puts so many slices into one task, to save its start; each keeps its directory, log, attempts and result.</summary>
        /// <param name="slices">Slices a task.</param>
        /// <param name="pool">How many of them run at a time; otherwise one after another.</param>
        public TStep Group(int slices, int? pool = null)
        {
            step.Document.Set("group", Numbers.Node(slices));
            if (pool is { } atOnce)
            {
                step.Document.Set("pool", Numbers.Node(atOnce));
            }

            return step;
        }

        /// <summary>Tasks of this step at once (of a flow that is called: instances); it throttles nobody else.</summary>
        public TStep Parallel(int tasks)
        {
            step.Document.Set("parallel", Numbers.Node(tasks));
            return step;
        }

        /// <summary>Begins the slices in another order; the outputs keep theirs.</summary>
        public TStep Shuffle()
        {
            step.Document.Set("shuffle", YamlNode.Plain("true"));
            return step;
        }

        /// <summary>How many slices have to succeed; otherwise all. Of the others the outputs are null: see <c>Compact</c>.</summary>
        /// <param name="ratio">A part of them, from 0 to 1, counted exactly.</param>
        /// <param name="count">So many of them; with both, both have to hold.</param>
        /// <param name="cancelRest">Whether what is still running once it holds is cancelled.</param>
        public TStep Require(decimal? ratio = null, int? count = null, bool cancelRest = false)
        {
            var require = new YamlMap();
            require.Add("ratio", ratio is { } part ? YamlNode.Plain(part.ToString(CultureInfo.InvariantCulture)) : null);
            require.Add("count", count is { } number ? Numbers.Node(number) : null);
            require.Add("rest", cancelRest ? YamlNode.Plain("cancel") : null);
            step.Document.Set("require", require);
            return step;
        }
    }
}
