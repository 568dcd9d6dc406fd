#!/bin/sh
# Compiles and runs the tests into a directory that is removed again; uses JAVA_HOME if it is set, else the PATH.
set -eu
cd "$(dirname "$0")"
jdk=${JAVA_HOME:+$JAVA_HOME/bin/}
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
"${jdk}javac" -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -proc:none -d "$classes" src/*.java test/*.java
"${jdk}java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$classes" TillTest
