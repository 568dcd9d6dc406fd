#!/bin/sh
# Keeps one agent: starts it once, holds its limits, ends its whole process tree, and leaves everything as files, so
# that nothing depends on the server's life.
#
#   supervisor run DIRECTORY TREE WALL IDLE BYTES PROGRAM [ARGUMENT...]   limits in seconds and bytes
#   supervisor probe DIRECTORY TREE                                       succeeds if this host allows TREE
#   supervisor sweep DIRECTORY                                            ends what a dead supervisor left behind
#   supervisor remove DIRECTORY                                           removes an ended session, follows no links
#
# TREE is how the agent's processes are held together: namespace, user-namespace (a PID namespace, which nothing
# escapes), or mark (KRATE_SESSION in the environment of each process).
#
# It reads  prompt (the agent's standard input), cancel (exists: end the agent).
# It writes pid ("PID START BOOT", made once), output, errors, and last of all
#           end ("exit STATUS", "cancelled", "timeout SECONDS", "idle SECONDS", "output BYTES").
#
# The server starts it in a session of its own, with the agent's environment, and gives it this text on standard input;
# the shell has read all of it before it starts anything.

set -u
umask 077

main() {
    action=$1 directory=$2
    mark=${directory##*/}
    shift 2
    case $action in
        run) run "$@" ;;
        probe) enter "$1" && $enter true ;;
        sweep) sweep ;;
        remove) remove ;;
    esac
}

run() {
    tree=$1 wall=$2 idle=$3 bytes=$4
    shift 4
    why=
    trap : USR1 TERM
    claim || return 0
    if [ -e "$directory/cancel" ]; then
        finish cancelled
        return 0
    fi
    open_pipes
    start_readers
    start_agent "$@"
    close_pipes
    watch
    end_tree
    drain
    [ -e "$directory/over" ] && why="output $bytes"
    finish "${why:-exit $status}"
}

# Makes the pid file, complete and at most once in the life of this directory: who fails here starts nothing.
claim() {
    process $$ || return 1
    read -r boot </proc/sys/kernel/random/boot_id
    echo "$$ $started $boot" >"$directory/pid.$$"
    ln "$directory/pid.$$" "$directory/pid" 2>/dev/null
    claimed=$?
    rm -f "$directory/pid.$$"
    return $claimed
}

# Sets state and start time (proc(5): fields 3 and 22) of a process; fails if there is none.
process() {
    line=
    { read -r line <"/proc/$1/stat"; } 2>/dev/null || return 1
    set -- ${line##*) }
    [ $# -ge 20 ] || return 1
    state=$1
    shift 19
    started=$1
}

# Three pipes without a name: 4 and 5 for standard output, 6 and 7 for standard error, 8 and 9 for their sum.
open_pipes() {
    mkfifo "$directory/out" "$directory/err" "$directory/sum"
    exec 3<>"$directory/out" && exec 4<"$directory/out" 5>"$directory/out"
    exec 3<>"$directory/err" && exec 6<"$directory/err" 7>"$directory/err"
    exec 3<>"$directory/sum" && exec 8<"$directory/sum" 9>"$directory/sum"
    exec 3<&-
    rm -f "$directory/out" "$directory/err" "$directory/sum"
}

close_pipes() {
    exec 4<&- 5>&- 6<&- 7>&- 8<&- 9>&-
}

# Each stream goes to its file at once, and through the sum, where more than BYTES end the agent.
start_readers() {
    : >"$directory/output" && : >"$directory/errors"
    { close_pipes && exec tee "$directory/output"; } <&4 >&9 &
    readers=$!
    { close_pipes && exec tee "$directory/errors"; } <&6 >&9 &
    readers="$readers $!"
    { close_pipes && count; } <&8 &
    readers="$readers $!"
}

count() {
    said=$(head -c $((bytes + 1)) | wc -c)
    [ "$said" -le "$bytes" ] || : >"$directory/over"
    : >"$directory/counted"
    kill -s USR1 $$
}

# Collects orphans and hands on the status, without a word of its own about signals.
first_process='exec 3>&2 2>/dev/null; (exec "$@" 2>&3 3>&-); exit $?'

# Sets the command that enters TREE.
enter() {
    enter=
    case $1 in
        namespace) enter="unshare --fork --pid --kill-child --mount-proc" ;;
        user-namespace) enter="unshare --user --map-current-user --fork --pid --kill-child --mount-proc" ;;
    esac
}

# The agent dies with this shell (parent death signal) and, in a namespace, all of its tree with it. Signals that
# shells ignore for what they start in the background are restored.
start_agent() {
    enter "$tree"
    signals=
    env --default-signal=INT,QUIT true 2>/dev/null && signals="env --default-signal=INT,QUIT"
    {
        close_pipes
        export KRATE_SESSION="$mark"
        umask 022
        exec setpriv --pdeathsig KILL setsid $signals $enter sh -c "$first_process" agent "$@"
    } <"$directory/prompt" >&5 2>&7 &
    agent=$!
    agent_started=
    process $agent && agent_started=$started
}

alive() {
    process $agent && [ "$started" = "$agent_started" ] && [ "$state" != Z ] && [ "$state" != X ]
}

# Looks often at first, then every second, and at once when the agent's output ends or the server sends TERM.
watch() {
    now
    begun=$up heard=$up sizes= looks=0
    while alive; do
        look
        [ -z "$why" ] || return 0
        looks=$((looks + 1))
        if [ $looks -le 5 ] || [ -e "$directory/counted" ]; then nap 0.1; else nap 1; fi
    done
}

look() {
    now
    before=$sizes
    sizes=$(stat -c %s "$directory/output" "$directory/errors")
    [ "$sizes" = "$before" ] || heard=$up
    if [ -e "$directory/cancel" ]; then
        why=cancelled
    elif [ -e "$directory/over" ]; then
        why="output $bytes"
    elif [ $((up - begun)) -ge $((wall * 100)) ]; then
        why="timeout $wall"
    elif [ $((up - heard)) -ge $((idle * 100)) ]; then
        why="idle $idle"
    fi
}

# Sets up: hundredths of a second since the machine started, which no change of the clock moves.
now() {
    read -r up _ </proc/uptime
    up=${up%.*}${up#*.}
}

nap() {
    sleep "$1" &
    wait $! || kill $! 2>/dev/null
}

# A second to end by itself, then none; sets status.
end_tree() {
    trap '' USR1 TERM
    rounds=0
    while [ -n "$why" ] && [ $rounds -lt 10 ] && alive; do
        [ $rounds -gt 0 ] || kill -s TERM -- "-$agent" 2>/dev/null
        sleep 0.1
        rounds=$((rounds + 1))
    done
    if alive; then
        first=
        [ "$tree" = mark ] || { read -r first <"/proc/$agent/task/$agent/children"; } 2>/dev/null
        # Its first process takes the namespace with it, and unshare ends only when nothing is left in there.
        if [ -n "$first" ]; then kill -s KILL $first; else kill -s KILL -- $agent "-$agent"; fi
    fi
    wait $agent
    status=$?
    [ "$tree" != mark ] || sweep
}

# Ends whatever carries the mark, until nothing does.
sweep() {
    rounds=0
    while [ $rounds -lt 100 ]; do
        found=$(cd /proc && grep -lsxzF "KRATE_SESSION=$mark" [0-9]*/environ)
        [ -n "$found" ] || return 0
        for entry in $found; do kill -s KILL "${entry%/environ}" 2>/dev/null; done
        rounds=$((rounds + 1))
    done
}

# All output is in the files when the sum has ended; what escaped a mark and holds a pipe is not waited for.
drain() {
    rounds=0
    while [ ! -e "$directory/counted" ] && [ $rounds -lt 20 ]; do
        sleep 0.1
        rounds=$((rounds + 1))
    done
    [ -e "$directory/counted" ] || kill $readers 2>/dev/null
    wait
}

finish() {
    echo "$1" >"$directory/end.new"
    mv -f "$directory/end.new" "$directory/end"
}

remove() {
    rm -rf -- "$directory" && return 0
    chmod -R u+rwX -- "$directory"
    rm -rf -- "$directory"
}

main "$@"; exit
