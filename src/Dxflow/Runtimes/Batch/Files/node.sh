# Sourced by the wrapper on a node of a cluster, between the program's end and the note of it (step 2 of StartToken.cs): what was used is
# written down, and what the task has left is killed, since no engine is here to do so. $1 is the attempt's directory; the exit code is in
# $_dxflow and stays there.
times >"$1/usage"
# What was killed: the control group of its job (Slurm's job_ID) tells whether the kernel has done so for want of memory, in both dialects.
if [ "$_dxflow" = 137 ]; then
    while IFS=: read -r _ _dxflow_kind _dxflow_group; do
        case $_dxflow_group/ in
            */job_"${SLURM_JOB_ID:-none}"/*) ;;
            *) continue ;;
        esac
        case ,$_dxflow_kind, in
            ,,) _dxflow_group=/sys/fs/cgroup$_dxflow_group/memory.events ;;
            *,memory,*) _dxflow_group=/sys/fs/cgroup/memory$_dxflow_group/memory.oom_control ;;
            *) continue ;;
        esac
        while IFS=' ' read -r _dxflow_kind _dxflow_count; do
            [ "$_dxflow_kind" != oom_kill ] || [ "$_dxflow_count" = 0 ] || : >"$1/oom"
        done <"$_dxflow_group"
    done </proc/self/cgroup
fi
set +f
_dxflow_turn=0
while [ -n "$DXFLOW_ATTEMPT_ID" ] && [ "$_dxflow_turn" -lt 100 ]; do
    # The search has an empty environment, so that it does not find itself.
    /usr/bin/env -i /bin/grep -lsxzF "DXFLOW_ATTEMPT_ID=$DXFLOW_ATTEMPT_ID" /proc/[0-9]*/environ >"$1/left"
    _dxflow_found=
    while IFS=/ read -r _ _ _dxflow_pid _; do
        [ "$_dxflow_pid" = $$ ] || { kill -KILL "$_dxflow_pid" && _dxflow_found=1; }
    done <"$1/left"
    [ -n "$_dxflow_found" ] || break
    _dxflow_turn=$((_dxflow_turn + 1))
    /bin/sleep 0.05
done
rm -f "$1/left"
set -f
