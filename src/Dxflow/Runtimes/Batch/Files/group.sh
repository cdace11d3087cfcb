# Several attempts in one job: what comes after the first lines of a submission's script, which say
#   _dxflow_list   the file of the attempts' directories, one to a line
#   _dxflow_first  the number of the first line that is this job's, from 0, and
#   _dxflow_after  of the first line that is not
#   _dxflow_pool   how many run at a time
# Each is begun as it would be alone. Whoever is free takes the next: the start token decides between two, and what an engine has
# abandoned has one. A file `signal` in an attempt's directory (NUMBER IDENTITY, a line) is sent to what has that identity.
set -f
_dxflow_over=
# A shell reads byte by byte, and the list is of all jobs of the array: this job's own lines are its arguments from here on.
_dxflow_lines=$(sed -n "$((_dxflow_first + 1)),${_dxflow_after}p;${_dxflow_after}q" "$_dxflow_list")
IFS='
'
set -- $_dxflow_lines
unset IFS
_dxflow_each() {
    _dxflow_do=$1
    shift
    for _dxflow_dir; do "$_dxflow_do"; done
}
_dxflow_run() {
    [ -n "$_dxflow_over" ] || [ -e "$_dxflow_dir/started" ] || [ ! -e "$_dxflow_dir/launch" ] || $_dxflow_sh "$_dxflow_dir/launch"
}
_dxflow_tell() {
    IFS=' ' read -r _dxflow_signal _dxflow_id <"$_dxflow_dir/signal" || return
    rm -f "$_dxflow_dir/signal"
    [ -n "$_dxflow_id" ] || return
    # The wrapper, whose number is in its token, stays: it is the witness.
    IFS=' ' read -r _ _dxflow_wrapper _ <"$_dxflow_dir/started" || return
    set +f
    /usr/bin/env -i /bin/grep -lsxzF "DXFLOW_ATTEMPT_ID=$_dxflow_id" /proc/[0-9]*/environ >"$_dxflow_dir/those"
    set -f
    while IFS=/ read -r _ _ _dxflow_pid _; do
        [ "$_dxflow_pid" = "$_dxflow_wrapper" ] || kill "-$_dxflow_signal" "$_dxflow_pid"
    done <"$_dxflow_dir/those"
    rm -f "$_dxflow_dir/those"
}
exec </dev/null 2>/dev/null
(
    while /bin/sleep 1; do _dxflow_each _dxflow_tell "$@"; done
) &
_dxflow_teller=$!
# A job that is told to end begins nothing more; what runs has been told too, and its wrapper writes down how it ended.
trap '_dxflow_over=1' TERM INT HUP
# What begins in the background ignores INT and QUIT for good, and so would the task: where env can, it takes that back.
_dxflow_sh=/bin/sh
if [ "$_dxflow_pool" = 1 ]; then
    _dxflow_each _dxflow_run "$@"
    _dxflow_pool=0
elif /usr/bin/env --default-signal=INT,QUIT /bin/true; then
    _dxflow_sh="/usr/bin/env --default-signal=INT,QUIT /bin/sh"
fi
_dxflow_workers=
while [ "$_dxflow_pool" -gt 0 ]; do
    (
        trap '_dxflow_over=1' TERM INT HUP
        _dxflow_each _dxflow_run "$@"
    ) &
    _dxflow_workers="$_dxflow_workers $!"
    _dxflow_pool=$((_dxflow_pool - 1))
done
set +f
for _dxflow_worker in $_dxflow_workers; do
    while kill -0 "$_dxflow_worker"; do wait "$_dxflow_worker"; done
done
kill "$_dxflow_teller"
exit 0
