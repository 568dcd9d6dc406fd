#!/bin/sh
# Checks the resources of this repository: no server, no network, nothing is written.
# KRATE is the command to run; krate on the PATH unless set.
set -eu
cd "$(dirname "$0")"
: "${KRATE:=krate}"

# must STATUS COMMAND...: the command must end with that exit status
must() {
    wanted=$1
    shift
    status=0
    "$@" || status=$?
    if [ "$status" -ne "$wanted" ]; then
        echo "expected exit status $wanted, got $status: $*" >&2
        exit 1
    fi
}

# shellcheck disable=SC2086  # KRATE may be a command with arguments
krate() { command $KRATE "$@"; }

must 0 krate validate -R --references -f resources

# What must be allowed, and what must not.
must 0 krate review -f resources --secrets tests/secrets.yaml --request tests/fix-on-main.yaml
must 1 krate review -f resources --secrets tests/secrets.yaml --request tests/fix-elsewhere.yaml

# What must start work, and what must wait for a person.
must 0 krate rules test -f resources --secrets tests/secrets.yaml --event tests/maintainer-asks.json
must 1 krate rules test -f resources --secrets tests/secrets.yaml --event tests/outsider-asks.json

echo "all checks passed"
