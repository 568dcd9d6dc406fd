#!/bin/sh
# Keeps one agent: starts it once, holds its limits, ends its whole process tree, and leaves everything as files, so
# that nothing depends on the server's life.
#
#   supervisor run DIRECTORY TREE WALL IDLE BYTES DISK PROCESSES TALK PROGRAM [ARGUMENT...]
#   supervisor probe DIRECTORY TREE     succeeds if this host allows TREE
#   supervisor sweep DIRECTORY          ends what a dead supervisor left behind
#   supervisor remove DIRECTORY         removes an ended session, follows no links
#
# Limits are in seconds and bytes; 0 is none for DISK (of the working directory, home, tmp and the Git directory
# that the file git leads to) and PROCESSES.
# TREE is how the agent's processes are held together: namespace, user-namespace (a PID namespace, which nothing
# escapes), sandbox (PROGRAM makes a PID namespace by itself), or mark (KRATE_SESSION in the environment of each process).
# TALK is what the output lines begin with that end a turn, for an agent that is told more while it runs; else empty.
#
# It reads  prompt (the agent's standard input), cancel (exists: end the agent), asks (holds a file: the agent waits for
#           people, so silence is no idleness), and with TALK the files in inbox, oldest first, each once.
# It writes pid ("PID START BOOT", made once), output, errors, given (a file for each of inbox that the agent was given)
#           and last of all
#           end ("exit STATUS", "cancelled", "timeout SECONDS", "idle SECONDS", "output BYTES", "disk BYTES",
#           "processes COUNT"). When nothing more can be given, inbox becomes closed.
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
        sweep) sweep && rm -rf -- "$directory/secrets" ;;
        remove) remove ;;
    esac
}

run() {
    tree=$1 wall=$2 idle=$3 bytes=$4 disk=$5 processes=$6 talk=$7
    shift 7
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
    stop_feeding
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
        sandbox) ;;
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
    mkfifo "$directory/in"
    [ -z "$talk" ] || mkdir -p "$directory/inbox" "$directory/given"
    {
        close_pipes
        export KRATE_SESSION="$mark"
        umask 022
        case $tree in
            sandbox) exec setpriv --pdeathsig KILL setsid $signals "$@" ;;
            *) exec setpriv --pdeathsig KILL setsid $signals $enter sh -c "$first_process" agent "$@" ;;
        esac
    } <"$directory/in" >&5 2>&7 &
    agent=$!
    agent_started=
    process $agent && agent_started=$started
    start_feeding
}

# Input is a pipe, since what is open can be opened again through /proc, even for writing and from within a sandbox. For
# an agent that is told more while it runs it ends when every turn has ended and nothing is left to say.
start_feeding() {
    {
        close_pipes
        rm -f "$directory/in"
        [ -n "$talk" ] || exec cat "$directory/prompt"
        feed
    } >"$directory/in" 2>/dev/null &
    feeder=$!
}

feed() {
    cat "$directory/prompt" || return
    messages=1 turns=0 turns_before=0 size= quiet=0
    while sleep 0.3; do
        give "$directory/inbox" || return
        count_turns
        [ "$turns" -ge "$messages" ] || { [ "$turns" -gt "$turns_before" ] && [ "$quiet" -gt 30 ]; } || continue
        mv -T "$directory/inbox" "$directory/closed" || return
        [ -n "$(not_given "$directory/closed")" ] || return
        mv -T "$directory/closed" "$directory/inbox" || return
    done
}

not_given() {
    for name in $(ls -tr "$1"); do [ -e "$directory/given/$name" ] || echo "$name"; done
}

give() {
    for name in $(not_given "$1"); do
        : >"$directory/given/$name"
        cat "$1/$name" || return 1
        count_turns
        case $name in message-*) messages=$((messages + 1)) turns_before=$turns ;; esac
    done
}

count_turns() {
    before=$size
    size=$(stat -c %s "$directory/output")
    quiet=$((quiet + 1))
    [ "$size" = "$before" ] && return
    quiet=0
    turns=$(grep -c "^$talk" "$directory/output")
}

stop_feeding() {
    kill "$feeder" 2>/dev/null
    mv -T "$directory/inbox" "$directory/closed" 2>/dev/null
    rm -f "$directory/in"
}

alive() {
    process $agent && [ "$started" = "$agent_started" ] && [ "$state" != Z ] && [ "$state" != X ]
}

# Looks often at first, then every second, and at once when the agent's output ends or the server sends TERM.
watch() {
    now
    pause=1
    [ "$tree" != sandbox ] || pause=0.3
    begun=$up heard=$up sizes= looks=0 weigh_at=0 space=
    while alive; do
        look
        [ -z "$why" ] || return 0
        looks=$((looks + 1))
        if [ $looks -le 5 ] || [ -e "$directory/counted" ]; then nap 0.1; else nap "$pause"; fi
    done
}

look() {
    now
    before=$sizes
    sizes=$(stat -c %s "$directory/output" "$directory/errors")
    if [ "$sizes" != "$before" ] || asks; then heard=$up; fi
    if [ -e "$directory/cancel" ]; then
        why=cancelled
    elif [ -e "$directory/over" ]; then
        why="output $bytes"
    elif [ $((up - begun)) -ge $((wall * 100)) ]; then
        why="timeout $wall"
    elif [ $((up - heard)) -ge $((idle * 100)) ]; then
        why="idle $idle"
    elif too_large; then
        why="disk $disk"
    elif too_many; then
        why="processes $processes"
    fi
}

asks() {
    for name in "$directory/asks/"*; do [ ! -e "$name" ] || return 0; done
    return 1
}

# Weighing takes a while where there are many files, so it is done ever more seldom the longer it takes.
too_large() {
    [ "$disk" -gt 0 ] && [ "$up" -ge "$weigh_at" ] || return 1
    from=$up git=
    [ ! -f "$directory/git" ] || read -r _ git <"$directory/git"
    weight=$(du -sxB1 "$PWD" "$directory/home" "$directory/tmp" ${git:+"$git"} 2>/dev/null | { sum=0; while read -r n _; do sum=$((sum + n)); done; echo $sum; })
    now
    weigh_at=$((up + 100 + 20 * (up - from)))
    [ "$weight" -gt "$disk" ]
}

# Root is held to no count by the kernel, so the processes of its namespace are counted here.
too_many() {
    [ "$processes" -gt 0 ] && [ "$tree" = sandbox ] || return 1
    if [ -z "$space" ]; then
        first=
        { read -r first _ <"/proc/$agent/task/$agent/children"; } 2>/dev/null
        [ -n "$first" ] && space=$(readlink "/proc/$first/ns/pid")
        [ -n "$space" ] || return 1
    fi
    [ "$(readlink /proc/[0-9]*/ns/pid 2>/dev/null | grep -cF "$space")" -gt "$processes" ]
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
    [ "$tree" != sandbox ] || end_sandbox
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

# It is halted, so that it starts nothing between the look and the end: what it has just started would outlive it.
end_sandbox() {
    alive || return 0
    kill -s STOP $agent
    rounds=0
    while alive && [ "$state" != T ] && [ $rounds -lt 100 ]; do
        sleep 0.01
        rounds=$((rounds + 1))
    done
    first=
    { read -r first <"/proc/$agent/task/$agent/children"; } 2>/dev/null
    [ -z "$first" ] || kill -s KILL $first
    kill -s KILL $agent
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
    rm -rf -- "$directory/secrets"
    echo "$1" >"$directory/end.new"
    mv -f "$directory/end.new" "$directory/end"
}

remove() {
    rm -rf -- "$directory" && return 0
    chmod -R u+rwX -- "$directory"
    rm -rf -- "$directory"
}

main "$@"; exit
