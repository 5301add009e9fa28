# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Sourced by tools/run, tools/test, tools/check-fresh and .ci/run: named, timed steps and a closing list.

step_names=()
step_seconds=()
step_results=()
readonly all_began=$SECONDS

# step NAME COMMAND…: runs it, remembers how long it took and how it ended, returns its code.
step() {
  local name=$1 began=$SECONDS code=0
  shift
  echo "==> $name"
  "$@" || code=$?
  step_names+=("$name")
  step_seconds+=($((SECONDS - began)))
  step_results+=("$code")
  return $code
}

duration() { printf '%d min %02d s' $(($1 / 60)) $(($1 % 60)); }

# What took how long; one line a step, then the total.
print_steps() {
  local i result
  echo
  for i in "${!step_names[@]}"; do
    result=ok
    [[ ${step_results[$i]} -ne 0 ]] && result="failed (${step_results[$i]})"
    printf '%-44s %12s  %s\n' "${step_names[$i]}" "$(duration "${step_seconds[$i]}")" "$result"
  done
  printf '%-44s %12s\n' total "$(duration $((SECONDS - all_began)))"
}
