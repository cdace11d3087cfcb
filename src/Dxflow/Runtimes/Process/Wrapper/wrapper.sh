#!/bin/sh
# Runs one task and witnesses its end:  sh FILE DIR CGROUPS PROGRAM [ARGUMENT...]
# DIR is where it leaves started, refused and exit; CGROUPS is a list of cgroup directories with blanks between, or nothing.
# With DIR "-" it only enters the cgroups and becomes the program. Standard output and error are the task's own.
# Numbers are the steps of the protocol in StartToken.cs.
become() {
    for _dxflow in $2; do echo 0 >"$_dxflow/cgroup.procs" || exit 125; done
    unset DXFLOW_PLACE DXFLOW_NODE
    umask 022
    shift 2
    exec 2>&3 3>&-
    exec "$@"
}
set -f
exec 3>&2 2>/dev/null
[ "$1" != - ] || become "$@"
# Not '' but ':': what is ignored here would be ignored by the task, what is trapped is not.
trap : HUP INT QUIT USR1 USR2 PIPE ALRM TERM
_dxflow_dir=$1
# Whoever looks after a cluster tells all of a job to end: a task that then ends with a code of its own has not done so by itself.
[ -z "${DXFLOW_NODE-}" ] || trap ': >"$_dxflow_dir/told"' TERM
IFS= read -r _dxflow </proc/self/stat || exit 125
# 1. Whoever creates the token runs the task, and nobody else, ever.
set -C
printf '%s %s\n%s\n' "$DXFLOW_PLACE" "$_dxflow" "$2" >"$1/started" || exit 125
set +C
# 2. The trap is gone once the program has taken over: then nothing was refused. (Where sh is bash it is also gone if a path that is
# there cannot be executed; the engine has looked before.)
(
    trap 'echo $? >"$_dxflow_dir/refused"' EXIT
    become "$@"
)
_dxflow=$?
# On a node of a cluster no engine looks after what the task has left: this file does.
[ -z "${DXFLOW_NODE-}" ] || . "$DXFLOW_NODE"
# 3. A full disk is waited for: the code is known nowhere else.
until echo "$_dxflow" >"$1/exit"; do
    [ -d "$1" ] && /bin/sleep 1 || exit 125
done
