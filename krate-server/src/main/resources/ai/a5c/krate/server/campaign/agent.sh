# The campaign's agent: notes in the ledger that it begins, does what its task says, and ends.
#
#   sh agent.sh LEDGER <TASK
#
# The task holds "campaign request N in S steps, then END"; END is succeed or fail.

set -eu
ledger=$1
attempt=${PWD##*/}
order=$(sed -n 's/.*campaign request \([0-9]*\) in \([0-9]*\) steps, then \([a-z]*\).*/\1 \2 \3/p' | head -n 1)
set -- $order
echo "$attempt $KRATE_SESSION $1" >>"$ledger"
step=1
while [ "$step" -le "$2" ]; do
    printf '{"type":"progress","text":"%s step %s"}\n' "$attempt" "$step"
    sleep 0.3
    step=$((step + 1))
done
[ "$3" = succeed ] || exit 1
mkdir -p requests
echo "$attempt" >"requests/$1.txt"
printf '{"type":"result","text":"campaign request %s is done"}\n' "$1"
