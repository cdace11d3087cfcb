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
_dxflow_turn=0
while [ -n "${DXFLOW_ATTEMPT_ID-}" ] && [ "$_dxflow_turn" -lt 100 ]; do
    # The search has not the variable that it looks for, so that it does not find itself, nor what of the task's would change how it looks.
    _dxflow_left=$(
        set +f
        _dxflow_id=$DXFLOW_ATTEMPT_ID
        unset DXFLOW_ATTEMPT_ID LD_PRELOAD LD_LIBRARY_PATH LD_AUDIT GREP_OPTIONS POSIXLY_CORRECT
        export LC_ALL=C
        exec /bin/grep -lsxzF "DXFLOW_ATTEMPT_ID=$_dxflow_id" /proc/[0-9]*/environ
    )
    # One that was itself ended by a signal, which all of a job get, has not looked everywhere.
    [ "$?" -le 128 ] && _dxflow_found= || _dxflow_found=1
    for _dxflow_pid in $_dxflow_left; do
        _dxflow_pid=${_dxflow_pid#/proc/}
        _dxflow_pid=${_dxflow_pid%/environ}
        [ "$_dxflow_pid" = $$ ] || { kill -KILL "$_dxflow_pid" && _dxflow_found=1; }
    done
    [ -n "$_dxflow_found" ] || break
    _dxflow_turn=$((_dxflow_turn + 1))
    /bin/sleep 0.05
done
